import { CreateRole } from "#lib/contract/roles.ts";
import { createRole, listRoles } from "#lib/directory/mapping/roles.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) => listRoles(ctx, params.organizationId ?? ""));

export const POST = dashboardRoute({ input: CreateRole, status: 201 }, ({ ctx, params, input }) =>
  createRole(ctx, params.organizationId ?? "", input),
);
