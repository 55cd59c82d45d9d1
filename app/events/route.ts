import { EventFeedQuery } from "#lib/contract/events.ts";
import { listEventFeed } from "#lib/directory/events.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute({ query: EventFeedQuery }, ({ ctx, query }) => listEventFeed(ctx, query));
