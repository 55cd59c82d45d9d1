import { SaveRoles } from "#lib/contract/roles.ts";
import { getRoles, saveRoles } from "#lib/directory/mapping/roles.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) => getRoles(ctx, params.directoryId ?? ""));

export const PUT = dashboardRoute({ input: SaveRoles }, ({ ctx, params, input }) =>
  saveRoles(ctx, params.directoryId ?? "", input),
);
