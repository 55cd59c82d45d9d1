import { exportMembers } from "#lib/directory/members.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";
import { download } from "#lib/http/download.ts";
import { membersAsCsv } from "#lib/http/member-export.ts";

export const GET = dashboardRoute({}, async ({ ctx, params }) =>
  download(membersAsCsv(await exportMembers(ctx, params.organizationId ?? "")), "members.csv", "text/csv"),
);
