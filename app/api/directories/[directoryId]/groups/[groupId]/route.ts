import { getDirectoryGroup } from "#lib/directory/views.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) =>
  getDirectoryGroup(ctx, params.directoryId ?? "", params.groupId ?? ""),
);
