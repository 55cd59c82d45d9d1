import * as operations from "#lib/contract/api/workos.ts";
import { getUser } from "#lib/directory/people.ts";
import { toUserWithGroups } from "#lib/http/api/people-shapes.ts";
import { workosRoute } from "#lib/http/api/workos-route.ts";

export const GET = workosRoute(operations.getUser, async ({ ctx, params }) =>
  toUserWithGroups(await getUser(ctx, params.userId ?? "")),
);
