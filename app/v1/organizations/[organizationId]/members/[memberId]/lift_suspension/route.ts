import * as operations from "#lib/contract/api/members.ts";
import { getMember } from "#lib/directory/members.ts";
import { liftSuspension } from "#lib/directory/suspensions.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toMember } from "#lib/http/management-shapes.ts";

export const POST = managementRoute(operations.liftSuspension, async ({ ctx, params }) => {
  const { organizationId = "", memberId = "" } = params;
  await liftSuspension(ctx, organizationId, memberId);
  return toMember(await getMember(ctx, organizationId, memberId), organizationId);
});
