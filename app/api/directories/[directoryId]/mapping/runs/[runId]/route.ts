import { ChangeRun } from "#lib/contract/mapping-run.ts";
import { changeRun, getRun } from "#lib/directory/mapping/runs.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) => getRun(ctx, params.directoryId ?? "", params.runId ?? ""));

export const PATCH = dashboardRoute({ input: ChangeRun }, ({ ctx, params, input }) =>
  changeRun(ctx, params.directoryId ?? "", params.runId ?? "", input),
);
