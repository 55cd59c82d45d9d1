import * as operations from "#lib/contract/api/credentials.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { addOAuthSecret } from "#lib/directory/oauth.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toOAuthSecret, toRevealed } from "#lib/http/management-shapes.ts";

export const POST = managementRoute(operations.addOAuthSecret, async ({ ctx, params, input }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  const secret = await addOAuthSecret(ctx, id, params.clientId ?? "", input.secret_lifetime);
  return toRevealed(toOAuthSecret(secret), secret);
});
