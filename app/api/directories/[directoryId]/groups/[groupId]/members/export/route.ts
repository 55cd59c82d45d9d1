import { GroupMemberQuery } from "#lib/contract/directory-people.ts";
import { exportGroupMembers } from "#lib/directory/views.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";
import { download } from "#lib/http/download.ts";
import { groupMembersAsCsv } from "#lib/http/people-export.ts";

export const GET = dashboardRoute({ query: GroupMemberQuery }, async ({ ctx, params, query }) => {
  const members = await exportGroupMembers(ctx, params.directoryId ?? "", params.groupId ?? "", query);
  return download(groupMembersAsCsv(members), "group-members.csv", "text/csv");
});
