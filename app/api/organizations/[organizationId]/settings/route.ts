import { UpdateSettings } from "#lib/contract/settings.ts";
import { getSettings, updateSettings } from "#lib/directory/settings.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) => getSettings(ctx, params.organizationId ?? ""));

export const PATCH = dashboardRoute({ input: UpdateSettings }, ({ ctx, params, input }) =>
  updateSettings(ctx, params.organizationId ?? "", input),
);
