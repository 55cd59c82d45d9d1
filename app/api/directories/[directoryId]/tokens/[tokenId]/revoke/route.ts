import { revokeDirectoryToken } from "#lib/directory/tokens.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({}, ({ ctx, params }) =>
  revokeDirectoryToken(ctx, params.directoryId ?? "", params.tokenId ?? ""),
);
