import { getLogEntry } from "#lib/directory/views.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) =>
  getLogEntry(ctx, params.directoryId ?? "", params.entryId ?? ""),
);
