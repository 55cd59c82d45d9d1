import { ReplayDeliveries } from "#lib/contract/webhooks.ts";
import { replayDeliveries } from "#lib/directory/deliveries.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({ input: ReplayDeliveries }, ({ ctx, params, input }) =>
  replayDeliveries(ctx, params.organizationId ?? "", input),
);
