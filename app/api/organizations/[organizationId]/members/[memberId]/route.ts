import { ChangeMemberRole } from "#lib/contract/member.ts";
import { changeMemberRole, getMember, removeMember } from "#lib/directory/members.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) =>
  getMember(ctx, params.organizationId ?? "", params.memberId ?? ""),
);

export const PATCH = dashboardRoute({ input: ChangeMemberRole, status: 204 }, ({ ctx, params, input }) =>
  changeMemberRole(ctx, params.organizationId ?? "", params.memberId ?? "", input),
);

export const DELETE = dashboardRoute({ status: 204 }, ({ ctx, params }) =>
  removeMember(ctx, params.organizationId ?? "", params.memberId ?? ""),
);
