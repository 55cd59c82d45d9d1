import { revokeInvitation } from "#lib/directory/invitations.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({ status: 204 }, ({ ctx, params }) =>
  revokeInvitation(ctx, params.organizationId ?? "", params.invitationId ?? ""),
);
