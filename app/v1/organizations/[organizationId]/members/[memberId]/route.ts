import * as operations from "#lib/contract/api/members.ts";
import { changeMemberRole, getMember, removeMember } from "#lib/directory/members.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toMember } from "#lib/http/management-shapes.ts";

export const GET = managementRoute(operations.getMember, async ({ ctx, params }) => {
  const { organizationId = "", memberId = "" } = params;
  return toMember(await getMember(ctx, organizationId, memberId), organizationId);
});

export const PATCH = managementRoute(operations.changeMemberRole, async ({ ctx, params, input }) => {
  const { organizationId = "", memberId = "" } = params;
  await changeMemberRole(ctx, organizationId, memberId, input);
  return toMember(await getMember(ctx, organizationId, memberId), organizationId);
});

export const DELETE = managementRoute(operations.removeMember, ({ ctx, params }) =>
  removeMember(ctx, params.organizationId ?? "", params.memberId ?? ""),
);
