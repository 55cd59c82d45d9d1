import { getEvent } from "#lib/directory/events.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) =>
  getEvent(ctx, params.organizationId ?? "", params.eventId ?? ""),
);
