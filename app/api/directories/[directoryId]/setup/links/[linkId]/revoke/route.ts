import { revokeSetupLink } from "#lib/directory/setup/links.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({}, ({ ctx, params }) =>
  revokeSetupLink(ctx, params.directoryId ?? "", params.linkId ?? ""),
);
