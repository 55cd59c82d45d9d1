import { exportMapping } from "#lib/directory/mapping/mapping.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) => exportMapping(ctx, params.directoryId ?? ""));
