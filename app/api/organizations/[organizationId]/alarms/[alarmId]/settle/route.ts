import { SettleAlarm } from "#lib/contract/decision.ts";
import { settleAlarm } from "#lib/directory/decisions.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({ input: SettleAlarm, status: 204 }, ({ ctx, params, input }) =>
  settleAlarm(ctx, params.organizationId ?? "", params.alarmId ?? "", input),
);
