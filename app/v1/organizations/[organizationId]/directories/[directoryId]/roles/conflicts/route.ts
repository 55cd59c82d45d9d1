import * as operations from "#lib/contract/api/roles.ts";
import { RoleConflict } from "#lib/contract/role-conflicts.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { listRoleConflicts } from "#lib/directory/mapping/role-conflicts.ts";
import { withUserId } from "#lib/http/api/administration-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listRoleConflicts, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  const { data, looked, hasMore } = await listRoleConflicts(ctx, id);
  return { data: data.map((each) => withUserId(RoleConflict, each)), looked, has_more: hasMore };
});
