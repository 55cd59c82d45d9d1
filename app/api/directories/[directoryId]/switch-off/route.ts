import { SwitchOff } from "#lib/contract/overview.ts";
import { switchOff } from "#lib/directory/health.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({ input: SwitchOff, status: 204 }, ({ ctx, params, input }) =>
  switchOff(ctx, params.directoryId ?? "", input),
);
