import * as operations from "#lib/contract/api/workos.ts";
import { getGroup, listUsersWithGroups } from "#lib/directory/people.ts";
import { toUserWithGroups } from "#lib/http/api/people-shapes.ts";
import { workosRoute } from "#lib/http/api/workos-route.ts";
import { positionOf, requireOne, toWorkOSList } from "#lib/http/api/workos-shapes.ts";

export const GET = workosRoute(operations.listUsers, async ({ ctx, query }) => {
  requireOne(query, "directory", "group");
  const { group } = query;
  const directory = query.directory ?? (await getGroup(ctx, group ?? "")).directoryId;
  const page = await listUsersWithGroups(ctx, directory, { group }, positionOf(query));
  return toWorkOSList(page, query, toUserWithGroups);
});
