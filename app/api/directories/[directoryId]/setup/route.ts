import { UpdateSetup } from "#lib/contract/setup.ts";
import { getSetup, updateSetup } from "#lib/directory/setup/progress.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) => getSetup(ctx, params.directoryId ?? ""));

export const PATCH = dashboardRoute({ input: UpdateSetup }, ({ ctx, params, input }) =>
  updateSetup(ctx, params.directoryId ?? "", input),
);
