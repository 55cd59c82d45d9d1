import { sendTest } from "#lib/contract/api/events.ts";
import { sendTestEvent } from "#lib/directory/webhooks.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const POST = managementRoute(sendTest, async ({ ctx, params, input }) => {
  const { deliveryId } = await sendTestEvent(ctx, params.organizationId ?? "", params.endpointId ?? "", input);
  return { delivery_id: deliveryId };
});
