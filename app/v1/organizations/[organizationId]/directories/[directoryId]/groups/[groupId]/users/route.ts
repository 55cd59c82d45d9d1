import * as operations from "#lib/contract/api/people.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { countUsers, listUsers } from "#lib/directory/people.ts";
import { toUser } from "#lib/http/api/people-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toPage } from "#lib/http/management-shapes.ts";

export const GET = managementRoute(operations.listGroupUsers, async ({ ctx, params, query: { limit, cursor } }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  const filter = { group: params.groupId ?? "" };
  const page = await listUsers(ctx, id, filter, { limit, order: "asc", after: cursor });
  return toPage(page, await countUsers(ctx, id, filter), toUser);
});
