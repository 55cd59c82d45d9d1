import * as operations from "#lib/contract/api/members.ts";
import { getInvitation, revokeInvitation } from "#lib/directory/invitations.ts";
import { toInvitation } from "#lib/http/api/administration-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const POST = managementRoute(operations.revokeInvitation, async ({ ctx, params }) => {
  const { organizationId = "", invitationId = "" } = params;
  await revokeInvitation(ctx, organizationId, invitationId);
  return toInvitation(await getInvitation(ctx, organizationId, invitationId));
});
