import * as operations from "#lib/contract/api/events.ts";
import { endSecretOverlap } from "#lib/directory/webhooks.ts";
import { toEndpoint } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const POST = managementRoute(operations.endOverlap, async ({ ctx, params }) =>
  toEndpoint(await endSecretOverlap(ctx, params.organizationId ?? "", params.endpointId ?? "")),
);
