import { RotateWebhookSecret } from "#lib/contract/webhooks.ts";
import { rotateWebhookSecret } from "#lib/directory/webhooks.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({ input: RotateWebhookSecret, status: 201 }, ({ ctx, params, input }) =>
  rotateWebhookSecret(ctx, params.organizationId ?? "", params.endpointId ?? "", input),
);
