import * as operations from "#lib/contract/api/auth0.ts";
import { getScimConfiguration, listGoodTokens } from "#lib/directory/scim-configuration.ts";
import { issueToken } from "#lib/directory/tokens.ts";
import { auth0Route } from "#lib/http/api/auth0-route.ts";
import { toAuth0Token, toIssuedAuth0Token } from "#lib/http/api/auth0-shapes.ts";

export const GET = auth0Route(operations.listTokens, async ({ ctx, params }) =>
  (await listGoodTokens(ctx, params.connectionId ?? "")).map(toAuth0Token),
);

export const POST = auth0Route(operations.createToken, async ({ ctx, params, input }) => {
  const { directory } = await getScimConfiguration(ctx, params.connectionId ?? "");
  const token = { name: "Auth0 API", scopes: input.scopes, lifetimeSeconds: input.token_lifetime ?? undefined };
  return toIssuedAuth0Token(await issueToken(ctx, directory.id, token));
});
