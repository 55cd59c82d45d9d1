import { SaveLogView } from "#lib/contract/log-view.ts";
import { listLogViews, saveLogView } from "#lib/directory/log-views.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, async ({ ctx, params }) => ({
  data: await listLogViews(ctx, params.directoryId ?? ""),
}));

export const POST = dashboardRoute({ input: SaveLogView, status: 201 }, ({ ctx, params, input }) =>
  saveLogView(ctx, params.directoryId ?? "", input),
);
