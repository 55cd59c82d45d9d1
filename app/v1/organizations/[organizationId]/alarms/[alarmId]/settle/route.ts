import * as operations from "#lib/contract/api/members.ts";
import { settleAlarm } from "#lib/directory/decisions.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const POST = managementRoute(operations.settleAlarm, ({ ctx, params, input }) =>
  settleAlarm(ctx, params.organizationId ?? "", params.alarmId ?? "", input),
);
