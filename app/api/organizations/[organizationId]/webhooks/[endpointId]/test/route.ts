import { SendTestEvent } from "#lib/contract/webhooks.ts";
import { sendTestEvent } from "#lib/directory/webhooks.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({ input: SendTestEvent, status: 201 }, ({ ctx, params, input }) =>
  sendTestEvent(ctx, params.organizationId ?? "", params.endpointId ?? "", input),
);
