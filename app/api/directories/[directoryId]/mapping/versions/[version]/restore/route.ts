import { RestoreVersion } from "#lib/contract/mapping.ts";
import { restoreVersion } from "#lib/directory/mapping/mapping.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({ input: RestoreVersion }, ({ ctx, params, input }) =>
  restoreVersion(ctx, params.directoryId ?? "", Number.parseInt(params.version ?? "", 10) || 0, input),
);
