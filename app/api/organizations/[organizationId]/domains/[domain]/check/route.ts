import { checkDomain } from "#lib/directory/settings.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({}, ({ ctx, params }) =>
  checkDomain(ctx, params.organizationId ?? "", params.domain ?? ""),
);
