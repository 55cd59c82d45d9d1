import { CreateWebhookEndpoint } from "#lib/contract/webhooks.ts";
import { createWebhookEndpoint, listWebhookEndpoints } from "#lib/directory/webhooks.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, async ({ ctx, params }) => ({
  data: await listWebhookEndpoints(ctx, params.organizationId ?? ""),
}));

export const POST = dashboardRoute({ input: CreateWebhookEndpoint, status: 201 }, ({ ctx, params, input }) =>
  createWebhookEndpoint(ctx, params.organizationId ?? "", input),
);
