import { UpdateWebhookEndpoint } from "#lib/contract/webhooks.ts";
import { deleteWebhookEndpoint, getWebhookEndpoint, updateWebhookEndpoint } from "#lib/directory/webhooks.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) =>
  getWebhookEndpoint(ctx, params.organizationId ?? "", params.endpointId ?? ""),
);

export const PATCH = dashboardRoute({ input: UpdateWebhookEndpoint }, ({ ctx, params, input }) =>
  updateWebhookEndpoint(ctx, params.organizationId ?? "", params.endpointId ?? "", input),
);

export const DELETE = dashboardRoute({ status: 204 }, ({ ctx, params }) =>
  deleteWebhookEndpoint(ctx, params.organizationId ?? "", params.endpointId ?? ""),
);
