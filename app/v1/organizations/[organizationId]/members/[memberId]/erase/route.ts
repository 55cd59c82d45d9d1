import * as operations from "#lib/contract/api/members.ts";
import { eraseMember } from "#lib/directory/erase.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const POST = managementRoute(operations.eraseMember, ({ ctx, params, input }) =>
  eraseMember(ctx, params.organizationId ?? "", params.memberId ?? "", input),
);
