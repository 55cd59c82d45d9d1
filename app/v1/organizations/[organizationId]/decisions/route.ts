import * as operations from "#lib/contract/api/members.ts";
import { decideLinks, listPendingLinks } from "#lib/directory/decisions.ts";
import { toPendingLink } from "#lib/http/api/administration-shapes.ts";
import { toWholeList } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listDecisions, async ({ ctx, params }) =>
  toWholeList(await listPendingLinks(ctx, params.organizationId ?? ""), toPendingLink),
);

export const POST = managementRoute(operations.decide, ({ ctx, params, input }) =>
  decideLinks(ctx, params.organizationId ?? "", input),
);
