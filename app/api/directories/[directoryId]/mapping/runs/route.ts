import { applyNow, listRuns } from "#lib/directory/mapping/runs.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) => listRuns(ctx, params.directoryId ?? ""));

export const POST = dashboardRoute({ status: 201 }, ({ ctx, params }) => applyNow(ctx, params.directoryId ?? ""));
