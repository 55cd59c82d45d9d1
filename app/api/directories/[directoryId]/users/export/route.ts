import { UserQuery } from "#lib/contract/directory-people.ts";
import { exportDirectoryUsers } from "#lib/directory/views.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";
import { download } from "#lib/http/download.ts";
import { usersAsCsv } from "#lib/http/people-export.ts";

export const GET = dashboardRoute({ query: UserQuery }, async ({ ctx, params, query }) =>
  download(usersAsCsv(await exportDirectoryUsers(ctx, params.directoryId ?? "", query)), "users.csv", "text/csv"),
);
