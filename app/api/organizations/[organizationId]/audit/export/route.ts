import { AuditExportQuery } from "#lib/contract/audit.ts";
import { exportAudit } from "#lib/directory/audit-log.ts";
import { auditAsCsv, auditAsJsonLines } from "#lib/http/audit-export.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";
import { download } from "#lib/http/download.ts";

export const GET = dashboardRoute({ query: AuditExportQuery }, async ({ ctx, params, query }) => {
  const lines = await exportAudit(ctx, params.organizationId ?? "", query);
  return query.format === "csv"
    ? download(auditAsCsv(lines), "audit-log.csv", "text/csv")
    : download(auditAsJsonLines(lines), "audit-log.jsonl", "application/jsonl");
});
