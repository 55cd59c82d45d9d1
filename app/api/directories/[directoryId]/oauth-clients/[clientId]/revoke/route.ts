import { revokeOAuthClient } from "#lib/directory/oauth.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({}, ({ ctx, params }) =>
  revokeOAuthClient(ctx, params.directoryId ?? "", params.clientId ?? ""),
);
