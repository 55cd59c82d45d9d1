import { VersionQuery } from "#lib/contract/mapping.ts";
import { listVersions } from "#lib/directory/mapping/mapping.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({ query: VersionQuery }, ({ ctx, params, query }) =>
  listVersions(ctx, params.directoryId ?? "", query.cursor),
);
