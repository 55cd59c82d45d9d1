import * as operations from "#lib/contract/api/events.ts";
import { listDeliveries } from "#lib/directory/deliveries.ts";
import { toCursorPage, toDelivery } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listDeliveries, async ({ ctx, params, query }) =>
  toCursorPage(await listDeliveries(ctx, params.organizationId ?? "", query), toDelivery),
);
