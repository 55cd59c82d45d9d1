import { listBreakGlass } from "#lib/directory/members.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) => listBreakGlass(ctx, params.organizationId ?? ""));
