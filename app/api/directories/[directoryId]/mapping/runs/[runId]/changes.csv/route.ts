import { RunChangeQuery } from "#lib/contract/mapping-run.ts";
import { allRunChanges, getRun } from "#lib/directory/mapping/runs.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";
import { download } from "#lib/http/download.ts";
import { runChangesAsCsv } from "#lib/http/run-export.ts";

export const GET = dashboardRoute({ query: RunChangeQuery }, async ({ ctx, params, query }) => {
  const { id } = await getRun(ctx, params.directoryId ?? "", params.runId ?? "");
  const changes = allRunChanges(ctx, params.directoryId ?? "", id, query);
  return download(runChangesAsCsv(changes), "mapping-changes.csv", "text/csv");
});
