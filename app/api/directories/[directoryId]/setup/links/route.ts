import { CreateSetupLink } from "#lib/contract/setup.ts";
import { createSetupLink, listSetupLinks } from "#lib/directory/setup/links.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, async ({ ctx, params }) => ({
  data: await listSetupLinks(ctx, params.directoryId ?? ""),
}));

export const POST = dashboardRoute({ input: CreateSetupLink, status: 201 }, ({ ctx, params, input }) =>
  createSetupLink(ctx, params.directoryId ?? "", input),
);
