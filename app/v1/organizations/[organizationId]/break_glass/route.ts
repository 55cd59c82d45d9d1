import * as operations from "#lib/contract/api/members.ts";
import { listBreakGlass } from "#lib/directory/members.ts";
import { toBreakGlass } from "#lib/http/api/administration-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listBreakGlass, async ({ ctx, params }) =>
  toBreakGlass(await listBreakGlass(ctx, params.organizationId ?? "")),
);
