import * as operations from "#lib/contract/api/api-keys.ts";
import { getApiKey } from "#lib/directory/api-keys.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toApiKey } from "#lib/http/management-shapes.ts";

export const GET = managementRoute(operations.getApiKey, async ({ ctx, params }) => {
  const organizationId = params.organizationId ?? "";
  return toApiKey(await getApiKey(ctx, organizationId, params.keyId ?? ""), organizationId);
});
