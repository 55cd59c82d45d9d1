import * as operations from "#lib/contract/api/members.ts";
import { listMembers } from "#lib/directory/members.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toMembers } from "#lib/http/management-shapes.ts";

export const GET = managementRoute(operations.listMembers, async ({ ctx, params, query }) => {
  const organizationId = params.organizationId ?? "";
  return toMembers(await listMembers(ctx, organizationId, query), organizationId);
});
