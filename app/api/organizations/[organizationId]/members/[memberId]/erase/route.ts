import { EraseMember } from "#lib/contract/member.ts";
import { eraseMember } from "#lib/directory/erase.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({ input: EraseMember, status: 204 }, ({ ctx, params, input }) =>
  eraseMember(ctx, params.organizationId ?? "", params.memberId ?? "", input),
);
