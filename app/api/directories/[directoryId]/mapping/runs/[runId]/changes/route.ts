import { RunChangeQuery } from "#lib/contract/mapping-run.ts";
import { listRunChanges } from "#lib/directory/mapping/runs.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({ query: RunChangeQuery }, ({ ctx, params, query }) =>
  listRunChanges(ctx, params.directoryId ?? "", params.runId ?? "", query),
);
