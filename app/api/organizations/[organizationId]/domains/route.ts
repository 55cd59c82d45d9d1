import { AddDomain } from "#lib/contract/settings.ts";
import { addDomain, listDomains } from "#lib/directory/settings.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, async ({ ctx, params }) => ({
  data: await listDomains(ctx, params.organizationId ?? ""),
}));

export const POST = dashboardRoute({ input: AddDomain, status: 201 }, ({ ctx, params, input }) =>
  addDomain(ctx, params.organizationId ?? "", input.domain),
);
