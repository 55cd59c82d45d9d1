import * as operations from "#lib/contract/api/events.ts";
import { resendDelivery } from "#lib/directory/deliveries.ts";
import { toDeliveryDetail } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const POST = managementRoute(operations.resendDelivery, async ({ ctx, params }) =>
  toDeliveryDetail(await resendDelivery(ctx, params.organizationId ?? "", params.deliveryId ?? "")),
);
