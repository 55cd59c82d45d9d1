import { getEventExample } from "#lib/directory/webhooks.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) =>
  getEventExample(ctx, params.organizationId ?? "", params.type ?? ""),
);
