import * as operations from "#lib/contract/api/workos.ts";
import { getGroup } from "#lib/directory/people.ts";
import { toGroup } from "#lib/http/api/people-shapes.ts";
import { workosRoute } from "#lib/http/api/workos-route.ts";

export const GET = workosRoute(operations.getGroup, async ({ ctx, params }) =>
  toGroup(await getGroup(ctx, params.groupId ?? "")),
);
