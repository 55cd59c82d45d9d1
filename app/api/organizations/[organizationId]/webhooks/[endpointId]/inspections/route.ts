import { listInspections } from "#lib/directory/webhooks.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, async ({ ctx, params }) => ({
  data: await listInspections(ctx, params.organizationId ?? "", params.endpointId ?? ""),
}));
