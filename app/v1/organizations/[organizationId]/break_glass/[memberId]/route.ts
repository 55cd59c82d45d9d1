import * as operations from "#lib/contract/api/members.ts";
import { setBreakGlass } from "#lib/directory/members.ts";
import { toBreakGlass } from "#lib/http/api/administration-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const PUT = managementRoute(operations.setBreakGlass, async ({ ctx, params, input }) =>
  toBreakGlass(await setBreakGlass(ctx, params.organizationId ?? "", params.memberId ?? "", input.break_glass)),
);
