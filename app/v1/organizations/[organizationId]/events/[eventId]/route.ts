import { getEvent } from "#lib/contract/api/events.ts";
import { getEventEnvelope } from "#lib/directory/events.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(getEvent, ({ ctx, params }) =>
  getEventEnvelope(ctx, params.organizationId ?? "", params.eventId ?? ""),
);
