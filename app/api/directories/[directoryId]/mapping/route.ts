import { SaveMapping } from "#lib/contract/mapping.ts";
import { getMapping, saveMapping } from "#lib/directory/mapping/mapping.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) => getMapping(ctx, params.directoryId ?? ""));

export const PUT = dashboardRoute({ input: SaveMapping }, ({ ctx, params, input }) =>
  saveMapping(ctx, params.directoryId ?? "", input),
);
