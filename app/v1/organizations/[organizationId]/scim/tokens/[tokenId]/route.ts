import { getScimToken } from "#lib/contract/api/credentials.ts";
import { getToken } from "#lib/directory/tokens.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toToken } from "#lib/http/management-shapes.ts";

export const GET = managementRoute(getScimToken, async ({ ctx, params }) => {
  const organizationId = params.organizationId ?? "";
  return toToken(await getToken(ctx, organizationId, params.tokenId ?? ""), organizationId);
});
