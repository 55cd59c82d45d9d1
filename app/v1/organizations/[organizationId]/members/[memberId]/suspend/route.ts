import * as operations from "#lib/contract/api/members.ts";
import { getMember } from "#lib/directory/members.ts";
import { suspendMember } from "#lib/directory/suspensions.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toMember } from "#lib/http/management-shapes.ts";

export const POST = managementRoute(operations.suspendMember, async ({ ctx, params, input }) => {
  const { organizationId = "", memberId = "" } = params;
  await suspendMember(ctx, organizationId, memberId, input);
  return toMember(await getMember(ctx, organizationId, memberId), organizationId);
});
