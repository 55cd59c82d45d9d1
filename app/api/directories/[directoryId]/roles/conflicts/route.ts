import { listRoleConflicts } from "#lib/directory/mapping/role-conflicts.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) => listRoleConflicts(ctx, params.directoryId ?? ""));
