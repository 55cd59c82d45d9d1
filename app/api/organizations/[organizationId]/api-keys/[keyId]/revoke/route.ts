import { revokeApiKey } from "#lib/directory/api-keys.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({}, ({ ctx, params }) =>
  revokeApiKey(ctx, params.organizationId ?? "", params.keyId ?? ""),
);
