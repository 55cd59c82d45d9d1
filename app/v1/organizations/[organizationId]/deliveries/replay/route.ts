import * as operations from "#lib/contract/api/events.ts";
import { replayDeliveries } from "#lib/directory/deliveries.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const POST = managementRoute(operations.replayDeliveries, async ({ ctx, params, input }) => {
  const { endpoint_id: endpointId, dry_run: dryRun, ...which } = input;
  const { count } = await replayDeliveries(ctx, params.organizationId ?? "", { ...which, endpointId, dryRun });
  return { count, dry_run: dryRun };
});
