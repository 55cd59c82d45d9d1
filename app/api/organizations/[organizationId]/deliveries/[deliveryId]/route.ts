import { getDelivery } from "#lib/directory/deliveries.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) =>
  getDelivery(ctx, params.organizationId ?? "", params.deliveryId ?? ""),
);
