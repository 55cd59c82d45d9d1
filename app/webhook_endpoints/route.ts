import * as operations from "#lib/contract/api/events.ts";
import { organizationNamed } from "#lib/directory/named-organization.ts";
import { createWebhookEndpoint, listWebhookEndpoints } from "#lib/directory/webhooks.ts";
import { toWorkOSEndpoint } from "#lib/http/api/event-shapes.ts";
import { workosRoute } from "#lib/http/api/workos-route.ts";

export const GET = workosRoute(operations.workosListEndpoints, async ({ ctx, query }) => {
  const organizationId = await organizationNamed(ctx, query.organization_id);
  const endpoints = await listWebhookEndpoints(ctx, organizationId);
  return { object: "list", data: endpoints.map(toWorkOSEndpoint), list_metadata: { before: null, after: null } };
});

export const POST = workosRoute(operations.workosCreateEndpoint, async ({ ctx, input }) => {
  const organizationId = await organizationNamed(ctx, input.organization_id);
  const { endpoint_url: url, events } = input;
  const endpoint = { kind: "http", url, events, description: "", headers: {} } as const;
  return toWorkOSEndpoint(await createWebhookEndpoint(ctx, organizationId, { ...endpoint, events }));
});
