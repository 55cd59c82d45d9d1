import { CreateOrganization } from "#lib/contract/organization.ts";
import { createOrganization, myOrganizations } from "#lib/directory/organizations.ts";
import { requireMembership } from "#lib/directory/permissions.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, async ({ ctx }) => ({ data: await myOrganizations(ctx) }));

export const POST = dashboardRoute({ input: CreateOrganization, status: 201 }, async ({ ctx, input }) =>
  requireMembership(ctx, (await createOrganization(ctx, input)).id),
);
