import * as operations from "#lib/contract/api/events.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { Inspection } from "#lib/contract/webhooks.ts";
import { listInspections } from "#lib/directory/webhooks.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listInspections, async ({ ctx, params }) => {
  const inspections = await listInspections(ctx, params.organizationId ?? "", params.endpointId ?? "");
  return { data: inspections.map((inspection) => shownAs(Inspection, inspection)) };
});
