import { UserQuery } from "#lib/contract/directory-people.ts";
import { listDirectoryUsers } from "#lib/directory/views.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({ query: UserQuery }, ({ ctx, params, query }) =>
  listDirectoryUsers(ctx, params.directoryId ?? "", query),
);
