import { endSessions, listSessions } from "#lib/directory/members.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, async ({ ctx, params }) => ({
  data: await listSessions(ctx, params.organizationId ?? "", params.memberId ?? ""),
}));

export const DELETE = dashboardRoute({}, ({ ctx, params }) =>
  endSessions(ctx, params.organizationId ?? "", params.memberId ?? ""),
);
