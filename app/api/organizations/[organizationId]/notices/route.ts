import { getNotices } from "#lib/directory/decisions.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) => getNotices(ctx, params.organizationId ?? ""));
