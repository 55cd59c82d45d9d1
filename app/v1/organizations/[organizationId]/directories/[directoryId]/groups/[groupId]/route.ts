import * as operations from "#lib/contract/api/people.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { getGroup } from "#lib/directory/people.ts";
import { toGroup } from "#lib/http/api/people-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.getGroup, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return toGroup(await getGroup(ctx, params.groupId ?? "", id));
});
