import * as operations from "#lib/contract/api/roles.ts";
import { createRole, listRoles } from "#lib/directory/mapping/roles.ts";
import { toRole } from "#lib/http/api/administration-shapes.ts";
import { toWholeList } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listRoles, async ({ ctx, params }) =>
  toWholeList((await listRoles(ctx, params.organizationId ?? "")).data, toRole),
);

export const POST = managementRoute(operations.createRole, async ({ ctx, params, input }) =>
  toRole(await createRole(ctx, params.organizationId ?? "", input)),
);
