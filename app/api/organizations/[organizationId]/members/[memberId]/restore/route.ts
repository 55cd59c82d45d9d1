import { restoreMember } from "#lib/directory/members.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({ status: 204 }, ({ ctx, params }) =>
  restoreMember(ctx, params.organizationId ?? "", params.memberId ?? ""),
);
