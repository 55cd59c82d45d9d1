import * as operations from "#lib/contract/api/members.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { DirectoryAlarm } from "#lib/contract/decision.ts";
import { getNotices } from "#lib/directory/decisions.ts";
import { toWholeList } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listAlarms, async ({ ctx, params }) => {
  const { alarms } = await getNotices(ctx, params.organizationId ?? "");
  return toWholeList(alarms, (alarm) => shownAs(DirectoryAlarm, alarm, "directory_alarm"));
});
