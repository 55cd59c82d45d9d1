import { listEvents } from "#lib/contract/api/events.ts";
import { listEventFeed } from "#lib/directory/events.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(listEvents, ({ ctx, query }) => listEventFeed(ctx, query));
