import { getVersion } from "#lib/directory/mapping/mapping.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) =>
  getVersion(ctx, params.directoryId ?? "", Number.parseInt(params.version ?? "", 10) || 0),
);
