import * as operations from "#lib/contract/api/api-keys.ts";
import { issueInstanceKey, listInstanceKeys } from "#lib/directory/api-keys.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toApiKey, toIssuedApiKey, toList } from "#lib/http/management-shapes.ts";

export const GET = managementRoute(operations.listInstanceKeys, async ({ ctx, query }) =>
  toList(await listInstanceKeys(ctx), query, (key) => toApiKey(key, null)),
);

export const POST = managementRoute(operations.issueInstanceKey, async ({ ctx, input }) =>
  toIssuedApiKey(await issueInstanceKey(ctx, input), null),
);
