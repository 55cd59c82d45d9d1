import { rotateScimToken } from "#lib/contract/api/credentials.ts";
import { rotateToken } from "#lib/directory/tokens.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toIssuedToken } from "#lib/http/management-shapes.ts";

export const POST = managementRoute(rotateScimToken, async ({ ctx, params, input }) => {
  const organizationId = params.organizationId ?? "";
  const how = { overlapSeconds: input.overlap_seconds, lifetimeSeconds: input.token_lifetime };
  return toIssuedToken(await rotateToken(ctx, organizationId, params.tokenId ?? "", how), organizationId);
});
