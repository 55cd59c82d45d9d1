import * as operations from "#lib/contract/api/events.ts";
import { getDelivery } from "#lib/directory/deliveries.ts";
import { toDeliveryDetail } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.getDelivery, async ({ ctx, params }) =>
  toDeliveryDetail(await getDelivery(ctx, params.organizationId ?? "", params.deliveryId ?? "")),
);
