import { AcceptInvitation } from "#lib/contract/invitation.ts";
import { acceptInvitation } from "#lib/directory/invitations.ts";
import { invitationRoute } from "#lib/http/invitation-route.ts";

export const POST = invitationRoute({ input: AcceptInvitation }, ({ ctx, input }) => acceptInvitation(ctx, input));
