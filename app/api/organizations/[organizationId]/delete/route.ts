import { DeleteOrganization } from "#lib/contract/settings.ts";
import { deleteOrganization } from "#lib/directory/settings.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({ input: DeleteOrganization, status: 204 }, ({ ctx, params, input }) =>
  deleteOrganization(ctx, params.organizationId ?? "", input.name),
);
