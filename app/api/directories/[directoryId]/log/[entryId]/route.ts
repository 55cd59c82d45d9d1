import { getLogEntry } from "#lib/directory/log.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) =>
  getLogEntry(ctx, params.directoryId ?? "", params.entryId ?? ""),
);
