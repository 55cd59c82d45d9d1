import * as operations from "#lib/contract/api/credentials.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { getOAuthClient } from "#lib/directory/oauth.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toOAuthClient } from "#lib/http/management-shapes.ts";

export const GET = managementRoute(operations.getOAuthClient, async ({ ctx, params }) => {
  const { id, organizationId } = await getOrganizationDirectory(ctx, params);
  const client = await getOAuthClient(ctx, id, params.clientId ?? "");
  return toOAuthClient(client, { organizationId, baseUrl: ctx.baseUrl });
});
