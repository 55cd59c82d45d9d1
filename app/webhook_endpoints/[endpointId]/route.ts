import * as operations from "#lib/contract/api/events.ts";
import { organizationNamed } from "#lib/directory/named-organization.ts";
import { deleteWebhookEndpoint, getWebhookEndpoint, updateWebhookEndpoint } from "#lib/directory/webhooks.ts";
import { toWorkOSEndpoint } from "#lib/http/api/event-shapes.ts";
import { workosRoute } from "#lib/http/api/workos-route.ts";

export const GET = workosRoute(operations.workosGetEndpoint, async ({ ctx, params, query }) => {
  const organizationId = await organizationNamed(ctx, query.organization_id);
  return toWorkOSEndpoint(await getWebhookEndpoint(ctx, organizationId, params.endpointId ?? ""));
});

export const PATCH = workosRoute(operations.workosUpdateEndpoint, async ({ ctx, params, query, input }) => {
  const organizationId = await organizationNamed(ctx, query.organization_id);
  const change = { url: input.endpoint_url, events: input.events, state: input.status };
  return toWorkOSEndpoint(await updateWebhookEndpoint(ctx, organizationId, params.endpointId ?? "", change));
});

export const DELETE = workosRoute(operations.workosDeleteEndpoint, async ({ ctx, params, query }) => {
  const organizationId = await organizationNamed(ctx, query.organization_id);
  await deleteWebhookEndpoint(ctx, organizationId, params.endpointId ?? "");
});
