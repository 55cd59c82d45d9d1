import * as operations from "#lib/contract/api/api-keys.ts";
import { revokeInstanceKey } from "#lib/directory/api-keys.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toApiKey } from "#lib/http/management-shapes.ts";

export const POST = managementRoute(operations.revokeInstanceKey, async ({ ctx, params }) =>
  toApiKey(await revokeInstanceKey(ctx, params.keyId ?? ""), null),
);
