import { verifyAudit } from "#lib/directory/audit-log.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) => verifyAudit(ctx, params.organizationId ?? ""));
