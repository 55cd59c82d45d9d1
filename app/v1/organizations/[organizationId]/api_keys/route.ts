import * as operations from "#lib/contract/api/api-keys.ts";
import { issueApiKey, listApiKeys } from "#lib/directory/api-keys.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toApiKey, toIssuedApiKey, toList } from "#lib/http/management-shapes.ts";

export const GET = managementRoute(operations.listApiKeys, async ({ ctx, params, query }) => {
  const organizationId = params.organizationId ?? "";
  return toList(await listApiKeys(ctx, organizationId), query, (key) => toApiKey(key, organizationId));
});

export const POST = managementRoute(operations.issueApiKey, async ({ ctx, params, input }) => {
  const organizationId = params.organizationId ?? "";
  return toIssuedApiKey(await issueApiKey(ctx, organizationId, input), organizationId);
});
