import { endSecretOverlap } from "#lib/directory/webhooks.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({}, ({ ctx, params }) =>
  endSecretOverlap(ctx, params.organizationId ?? "", params.endpointId ?? ""),
);
