import { archiveLogView } from "#lib/directory/log-views.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const DELETE = dashboardRoute({}, ({ ctx, params }) =>
  archiveLogView(ctx, params.directoryId ?? "", params.viewId ?? ""),
);
