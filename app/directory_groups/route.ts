import * as operations from "#lib/contract/api/workos.ts";
import { getUser, listGroups } from "#lib/directory/people.ts";
import { toGroup } from "#lib/http/api/people-shapes.ts";
import { workosRoute } from "#lib/http/api/workos-route.ts";
import { positionOf, requireOne, toWorkOSList } from "#lib/http/api/workos-shapes.ts";

export const GET = workosRoute(operations.listGroups, async ({ ctx, query }) => {
  requireOne(query, "directory", "user");
  const { user } = query;
  const directory = query.directory ?? (await getUser(ctx, user ?? "")).directoryId;
  return toWorkOSList(await listGroups(ctx, directory, { user }, positionOf(query)), query, toGroup);
});
