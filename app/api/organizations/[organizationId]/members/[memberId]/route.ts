import { ChangeMemberRole } from "#lib/contract/member.ts";
import { changeMemberRole, removeMember } from "#lib/directory/members.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const PATCH = dashboardRoute({ input: ChangeMemberRole, status: 204 }, ({ ctx, params, input }) =>
  changeMemberRole(ctx, params.organizationId ?? "", params.memberId ?? "", input),
);

export const DELETE = dashboardRoute({ status: 204 }, ({ ctx, params }) =>
  removeMember(ctx, params.organizationId ?? "", params.memberId ?? ""),
);
