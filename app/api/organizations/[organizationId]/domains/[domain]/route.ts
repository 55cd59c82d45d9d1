import { removeDomain } from "#lib/directory/settings.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const DELETE = dashboardRoute({ status: 204 }, ({ ctx, params }) =>
  removeDomain(ctx, params.organizationId ?? "", params.domain ?? ""),
);
