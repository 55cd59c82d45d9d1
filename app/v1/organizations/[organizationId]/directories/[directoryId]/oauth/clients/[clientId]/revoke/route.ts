import * as operations from "#lib/contract/api/credentials.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { revokeOAuthClient } from "#lib/directory/oauth.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toOAuthClient } from "#lib/http/management-shapes.ts";

export const POST = managementRoute(operations.revokeOAuthClient, async ({ ctx, params }) => {
  const { id, organizationId } = await getOrganizationDirectory(ctx, params);
  const client = await revokeOAuthClient(ctx, id, params.clientId ?? "");
  return toOAuthClient(client, { organizationId, baseUrl: ctx.baseUrl });
});
