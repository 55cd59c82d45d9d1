import { getSeenPaths } from "#lib/directory/mapping/preview.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) => getSeenPaths(ctx, params.directoryId ?? ""));
