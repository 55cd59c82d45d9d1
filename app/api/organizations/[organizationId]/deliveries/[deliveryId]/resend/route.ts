import { resendDelivery } from "#lib/directory/deliveries.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({}, ({ ctx, params }) =>
  resendDelivery(ctx, params.organizationId ?? "", params.deliveryId ?? ""),
);
