import { InvitationSecret } from "#lib/contract/invitation.ts";
import { readInvitation } from "#lib/directory/invitations.ts";
import { invitationRoute } from "#lib/http/invitation-route.ts";

export const POST = invitationRoute({ input: InvitationSecret }, ({ ctx, input }) => readInvitation(ctx, input.secret));
