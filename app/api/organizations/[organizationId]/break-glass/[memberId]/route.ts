import { SetBreakGlass } from "#lib/contract/roles.ts";
import { setBreakGlass } from "#lib/directory/members.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const PUT = dashboardRoute({ input: SetBreakGlass }, ({ ctx, params, input }) =>
  setBreakGlass(ctx, params.organizationId ?? "", params.memberId ?? "", input.breakGlass),
);
