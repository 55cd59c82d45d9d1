import * as operations from "#lib/contract/api/api-keys.ts";
import { getInstanceKey } from "#lib/directory/api-keys.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toApiKey } from "#lib/http/management-shapes.ts";

export const GET = managementRoute(operations.getInstanceKey, async ({ ctx, params }) =>
  toApiKey(await getInstanceKey(ctx, params.keyId ?? ""), null),
);
