import { GroupQuery } from "#lib/contract/directory-people.ts";
import { listDirectoryGroups } from "#lib/directory/views.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({ query: GroupQuery }, ({ ctx, params, query }) =>
  listDirectoryGroups(ctx, params.directoryId ?? "", query),
);
