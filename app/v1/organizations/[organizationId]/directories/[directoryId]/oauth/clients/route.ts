import * as operations from "#lib/contract/api/credentials.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { createOAuthClient, listOAuthClients } from "#lib/directory/oauth.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toList, toOAuthClient, toRevealed } from "#lib/http/management-shapes.ts";

export const GET = managementRoute(operations.listOAuthClients, async ({ ctx, params, query }) => {
  const { id, organizationId } = await getOrganizationDirectory(ctx, params);
  const place = { organizationId, baseUrl: ctx.baseUrl };
  return toList(await listOAuthClients(ctx, id), query, (client) => toOAuthClient(client, place));
});

export const POST = managementRoute(operations.createOAuthClient, async ({ ctx, params, input }) => {
  const { id, organizationId } = await getOrganizationDirectory(ctx, params);
  const { name, scopes, secret_lifetime: secretLifetimeSeconds } = input;
  const client = await createOAuthClient(ctx, id, { name, scopes, secretLifetimeSeconds });
  return toRevealed(toOAuthClient(client, { organizationId, baseUrl: ctx.baseUrl }), client);
});
