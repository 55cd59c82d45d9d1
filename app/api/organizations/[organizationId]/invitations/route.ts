import { Invite } from "#lib/contract/invitation.ts";
import { invite, listInvitations } from "#lib/directory/invitations.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) => listInvitations(ctx, params.organizationId ?? ""));

export const POST = dashboardRoute({ input: Invite, status: 201 }, async ({ ctx, params, input }) => ({
  data: await invite(ctx, params.organizationId ?? "", input),
}));
