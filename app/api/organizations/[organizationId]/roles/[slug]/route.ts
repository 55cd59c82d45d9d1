import { DeleteRole, UpdateRole } from "#lib/contract/roles.ts";
import { deleteRole, updateRole } from "#lib/directory/mapping/roles.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

const slugOf = ({ slug = "" }: Readonly<Record<string, string>>) => decodeURIComponent(slug);

export const PATCH = dashboardRoute({ input: UpdateRole }, ({ ctx, params, input }) =>
  updateRole(ctx, params.organizationId ?? "", slugOf(params), input),
);

export const DELETE = dashboardRoute({ input: DeleteRole, status: 204 }, ({ ctx, params, input }) =>
  deleteRole(ctx, params.organizationId ?? "", slugOf(params), input.replacement),
);
