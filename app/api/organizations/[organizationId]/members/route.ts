import { MemberQuery } from "#lib/contract/member.ts";
import { listMembers } from "#lib/directory/members.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({ query: MemberQuery }, ({ ctx, params, query }) =>
  listMembers(ctx, params.organizationId ?? "", query),
);
