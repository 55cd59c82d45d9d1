import { revokeOAuthSecret } from "#lib/directory/oauth.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({}, ({ ctx, params }) =>
  revokeOAuthSecret(ctx, params.directoryId ?? "", params.clientId ?? "", params.secretId ?? ""),
);
