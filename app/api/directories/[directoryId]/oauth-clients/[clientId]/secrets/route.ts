import { NewOAuthSecret } from "#lib/contract/oauth-client.ts";
import { addOAuthSecret } from "#lib/directory/oauth.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({ input: NewOAuthSecret, status: 201 }, ({ ctx, params, input }) =>
  addOAuthSecret(ctx, params.directoryId ?? "", params.clientId ?? "", input.lifetimeSeconds),
);
