import { LogFilters } from "#lib/contract/log.ts";
import { listCauses } from "#lib/directory/log.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({ query: LogFilters }, async ({ ctx, params, query }) => ({
  data: await listCauses(ctx, params.directoryId ?? "", query),
}));
