import * as operations from "#lib/contract/api/members.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { InviteResult } from "#lib/contract/invitation.ts";
import { invite, listInvitations } from "#lib/directory/invitations.ts";
import { toInvitation } from "#lib/http/api/administration-shapes.ts";
import { toWholeList } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listInvitations, async ({ ctx, params }) => {
  const { data, sendsMail } = await listInvitations(ctx, params.organizationId ?? "");
  return { ...toWholeList(data, toInvitation), sends_mail: sendsMail };
});

export const POST = managementRoute(operations.invite, async ({ ctx, params, input }) => {
  const results = await invite(ctx, params.organizationId ?? "", input);
  return { data: results.map((result) => shownAs(InviteResult, result)) };
});
