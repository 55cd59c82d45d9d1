import { DeliveryQuery } from "#lib/contract/webhooks.ts";
import { listDeliveries } from "#lib/directory/deliveries.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({ query: DeliveryQuery }, ({ ctx, params, query }) =>
  listDeliveries(ctx, params.organizationId ?? "", query),
);
