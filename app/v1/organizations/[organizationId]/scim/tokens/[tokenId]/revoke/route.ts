import { revokeScimToken } from "#lib/contract/api/credentials.ts";
import { revokeToken } from "#lib/directory/tokens.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toToken } from "#lib/http/management-shapes.ts";

export const POST = managementRoute(revokeScimToken, async ({ ctx, params }) => {
  const organizationId = params.organizationId ?? "";
  return toToken(await revokeToken(ctx, organizationId, params.tokenId ?? ""), organizationId);
});
