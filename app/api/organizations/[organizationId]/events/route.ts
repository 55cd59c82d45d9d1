import { EventQuery } from "#lib/contract/events.ts";
import { listEvents } from "#lib/directory/events.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({ query: EventQuery }, ({ ctx, params, query }) =>
  listEvents(ctx, params.organizationId ?? "", query),
);
