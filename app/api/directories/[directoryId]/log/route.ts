import { LogQuery } from "#lib/contract/log.ts";
import { listLog } from "#lib/directory/log.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({ query: LogQuery }, ({ ctx, params, query }) =>
  listLog(ctx, params.directoryId ?? "", query),
);
