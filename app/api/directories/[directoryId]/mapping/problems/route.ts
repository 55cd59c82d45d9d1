import { DataProblemQuery } from "#lib/contract/data-quality.ts";
import { listProblems } from "#lib/directory/mapping/preview.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({ query: DataProblemQuery }, ({ ctx, params, query }) =>
  listProblems(ctx, params.directoryId ?? "", query),
);
