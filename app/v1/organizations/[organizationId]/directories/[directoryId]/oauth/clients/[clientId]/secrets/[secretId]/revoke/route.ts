import * as operations from "#lib/contract/api/credentials.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { revokeOAuthSecret } from "#lib/directory/oauth.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toOAuthSecret } from "#lib/http/management-shapes.ts";

export const POST = managementRoute(operations.revokeOAuthSecret, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return toOAuthSecret(await revokeOAuthSecret(ctx, id, params.clientId ?? "", params.secretId ?? ""));
});
