import { revealLogEntry } from "#lib/directory/log.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({}, ({ ctx, params }) =>
  revealLogEntry(ctx, params.directoryId ?? "", params.entryId ?? ""),
);
