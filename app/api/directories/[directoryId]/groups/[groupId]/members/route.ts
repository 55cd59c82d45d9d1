import { GroupMemberQuery } from "#lib/contract/directory-people.ts";
import { listGroupMembers } from "#lib/directory/views.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({ query: GroupMemberQuery }, ({ ctx, params, query }) =>
  listGroupMembers(ctx, params.directoryId ?? "", params.groupId ?? "", query),
);
