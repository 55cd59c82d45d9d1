import { restoreLogView } from "#lib/directory/log-views.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({}, ({ ctx, params }) =>
  restoreLogView(ctx, params.directoryId ?? "", params.viewId ?? ""),
);
