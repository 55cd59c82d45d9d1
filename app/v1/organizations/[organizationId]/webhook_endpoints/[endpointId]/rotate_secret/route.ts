import { rotateSecret } from "#lib/contract/api/events.ts";
import { rotateWebhookSecret } from "#lib/directory/webhooks.ts";
import { toIssuedEndpoint } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const POST = managementRoute(rotateSecret, async ({ ctx, params, input }) => {
  const overlap = { overlapSeconds: input.overlap_seconds };
  return toIssuedEndpoint(
    await rotateWebhookSecret(ctx, params.organizationId ?? "", params.endpointId ?? "", overlap),
  );
});
