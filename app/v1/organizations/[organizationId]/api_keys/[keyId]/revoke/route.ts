import * as operations from "#lib/contract/api/api-keys.ts";
import { revokeApiKey } from "#lib/directory/api-keys.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toApiKey } from "#lib/http/management-shapes.ts";

export const POST = managementRoute(operations.revokeApiKey, async ({ ctx, params }) => {
  const organizationId = params.organizationId ?? "";
  return toApiKey(await revokeApiKey(ctx, organizationId, params.keyId ?? ""), organizationId);
});
