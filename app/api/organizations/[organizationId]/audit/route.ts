import { AuditQuery } from "#lib/contract/audit.ts";
import { listAudit } from "#lib/directory/audit-log.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({ query: AuditQuery }, ({ ctx, params, query }) =>
  listAudit(ctx, params.organizationId ?? "", query),
);
