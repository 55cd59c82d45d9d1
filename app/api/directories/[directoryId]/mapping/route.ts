import { getMapping } from "#lib/directory/directories.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) => getMapping(ctx, params.directoryId ?? ""));
