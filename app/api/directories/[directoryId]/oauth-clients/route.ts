import { NewOAuthClient } from "#lib/contract/oauth-client.ts";
import { createOAuthClient, listOAuthClients, tokenUrl } from "#lib/directory/oauth.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, async ({ ctx, params }) => ({
  data: await listOAuthClients(ctx, params.directoryId ?? ""),
  tokenUrl: tokenUrl(ctx.baseUrl),
}));

export const POST = dashboardRoute({ input: NewOAuthClient, status: 201 }, ({ ctx, params, input }) =>
  createOAuthClient(ctx, params.directoryId ?? "", input),
);
