import { SuspendMember } from "#lib/contract/member.ts";
import { liftSuspension, suspendMember } from "#lib/directory/suspensions.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({ input: SuspendMember, status: 204 }, ({ ctx, params, input }) =>
  suspendMember(ctx, params.organizationId ?? "", params.memberId ?? "", input),
);

export const DELETE = dashboardRoute({ status: 204 }, ({ ctx, params }) =>
  liftSuspension(ctx, params.organizationId ?? "", params.memberId ?? ""),
);
