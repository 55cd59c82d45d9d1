import * as operations from "#lib/contract/api/auth0.ts";
import { revokeDirectoryToken } from "#lib/directory/tokens.ts";
import { auth0Route } from "#lib/http/api/auth0-route.ts";

export const DELETE = auth0Route(operations.deleteToken, ({ ctx, params }) =>
  revokeDirectoryToken(ctx, params.connectionId ?? "", params.tokenId ?? ""),
);
