import * as operations from "#lib/contract/api/events.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { EventExample } from "#lib/contract/webhooks.ts";
import { getEventExample } from "#lib/directory/webhooks.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.getEventExample, async ({ ctx, params }) =>
  shownAs(EventExample, await getEventExample(ctx, params.organizationId ?? "", params.type ?? "")),
);
