import * as operations from "#lib/contract/api/people.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { getUser } from "#lib/directory/people.ts";
import { toUserWithGroups } from "#lib/http/api/people-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.getUser, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return toUserWithGroups(await getUser(ctx, params.userId ?? "", id));
});
