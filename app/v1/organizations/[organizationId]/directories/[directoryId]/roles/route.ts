import * as operations from "#lib/contract/api/roles.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { RolesState } from "#lib/contract/roles.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { getRoles, saveRoles } from "#lib/directory/mapping/roles.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.getRoleRules, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return shownAs(RolesState, await getRoles(ctx, id), "role_rules");
});

export const PUT = managementRoute(operations.setRoleRules, async ({ ctx, params, input }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  await saveRoles(ctx, id, input);
  return shownAs(RolesState, await getRoles(ctx, id), "role_rules");
});
