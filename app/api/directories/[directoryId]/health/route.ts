import { getHealth } from "#lib/directory/health.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) => getHealth(ctx, params.directoryId ?? ""));
