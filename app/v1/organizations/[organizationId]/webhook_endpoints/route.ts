import * as operations from "#lib/contract/api/events.ts";
import { createWebhookEndpoint, listWebhookEndpoints } from "#lib/directory/webhooks.ts";
import { toEndpoint, toIssuedEndpoint, toWholeList } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listEndpoints, async ({ ctx, params }) =>
  toWholeList(await listWebhookEndpoints(ctx, params.organizationId ?? ""), toEndpoint),
);

export const POST = managementRoute(operations.createEndpoint, async ({ ctx, params, input }) =>
  toIssuedEndpoint(await createWebhookEndpoint(ctx, params.organizationId ?? "", input)),
);
