import { LogHistogramQuery } from "#lib/contract/log.ts";
import { logHistogram } from "#lib/directory/log.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({ query: LogHistogramQuery }, ({ ctx, params, query: { timeZone, ...filters } }) =>
  logHistogram(ctx, params.directoryId ?? "", filters, { timeZone }),
);
