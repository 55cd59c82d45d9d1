import { DecideLinks } from "#lib/contract/decision.ts";
import { decideLinks, listPendingLinks } from "#lib/directory/decisions.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, async ({ ctx, params }) => ({
  data: await listPendingLinks(ctx, params.organizationId ?? ""),
}));

export const POST = dashboardRoute({ input: DecideLinks }, ({ ctx, params, input }) =>
  decideLinks(ctx, params.organizationId ?? "", input),
);
