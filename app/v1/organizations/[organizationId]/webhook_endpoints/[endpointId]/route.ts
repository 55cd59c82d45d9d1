import * as operations from "#lib/contract/api/events.ts";
import { deleteWebhookEndpoint, getWebhookEndpoint, updateWebhookEndpoint } from "#lib/directory/webhooks.ts";
import { toEndpoint } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.getEndpoint, async ({ ctx, params }) =>
  toEndpoint(await getWebhookEndpoint(ctx, params.organizationId ?? "", params.endpointId ?? "")),
);

export const PATCH = managementRoute(operations.updateEndpoint, async ({ ctx, params, input }) =>
  toEndpoint(await updateWebhookEndpoint(ctx, params.organizationId ?? "", params.endpointId ?? "", input)),
);

export const DELETE = managementRoute(operations.deleteEndpoint, ({ ctx, params }) =>
  deleteWebhookEndpoint(ctx, params.organizationId ?? "", params.endpointId ?? ""),
);
