import { ImportMapping } from "#lib/contract/mapping.ts";
import { importMapping } from "#lib/directory/mapping/mapping.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({ input: ImportMapping }, ({ ctx, params, input }) =>
  importMapping(ctx, params.directoryId ?? "", input),
);
