import * as operations from "#lib/contract/api/credentials.ts";
import { issueOrganizationToken, listOrganizationTokens } from "#lib/directory/tokens.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toIssuedToken, toList, toToken } from "#lib/http/management-shapes.ts";

export const GET = managementRoute(operations.listScimTokens, async ({ ctx, params, query }) => {
  const organizationId = params.organizationId ?? "";
  return toList(await listOrganizationTokens(ctx, organizationId), query, (token) => toToken(token, organizationId));
});

export const POST = managementRoute(operations.issueScimToken, async ({ ctx, params, input }) => {
  const organizationId = params.organizationId ?? "";
  const { name, scopes, directory_id: directoryId, token_lifetime: lifetimeSeconds } = input;
  const token = { name, scopes, directoryId, lifetimeSeconds };
  return toIssuedToken(await issueOrganizationToken(ctx, organizationId, token), organizationId);
});
