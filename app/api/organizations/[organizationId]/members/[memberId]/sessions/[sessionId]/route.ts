import { endSessions } from "#lib/directory/members.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const DELETE = dashboardRoute({}, ({ ctx, params }) =>
  endSessions(ctx, params.organizationId ?? "", params.memberId ?? "", params.sessionId ?? ""),
);
