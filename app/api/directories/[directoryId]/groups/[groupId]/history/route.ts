import { MembershipHistoryQuery } from "#lib/contract/directory-people.ts";
import { listMembershipHistory } from "#lib/directory/views.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({ query: MembershipHistoryQuery }, ({ ctx, params, query }) =>
  listMembershipHistory(ctx, params.directoryId ?? "", params.groupId ?? "", query),
);
