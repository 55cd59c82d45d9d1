import { getDirectoryUser } from "#lib/directory/views.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) =>
  getDirectoryUser(ctx, params.directoryId ?? "", params.userId ?? ""),
);
