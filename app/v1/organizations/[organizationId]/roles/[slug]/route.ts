import * as operations from "#lib/contract/api/roles.ts";
import { deleteRole, getRole, updateRole } from "#lib/directory/mapping/roles.ts";
import { toRole } from "#lib/http/api/administration-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

/** A slug has a colon, which some clients write %3A. */
const slugOf = ({ slug = "" }: Readonly<Record<string, string>>) => decodeURIComponent(slug);

export const GET = managementRoute(operations.getRole, async ({ ctx, params }) =>
  toRole(await getRole(ctx, params.organizationId ?? "", slugOf(params))),
);

export const PATCH = managementRoute(operations.updateRole, async ({ ctx, params, input }) =>
  toRole(await updateRole(ctx, params.organizationId ?? "", slugOf(params), input)),
);

export const DELETE = managementRoute(operations.deleteRole, ({ ctx, params, query }) =>
  deleteRole(ctx, params.organizationId ?? "", slugOf(params), query.replacement),
);
