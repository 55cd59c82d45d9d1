import { LogExportQuery } from "#lib/contract/log.ts";
import { exportLog } from "#lib/directory/log.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";
import { download } from "#lib/http/download.ts";
import { logAsCsv, logAsJsonLines } from "#lib/http/log-export.ts";

export const GET = dashboardRoute({ query: LogExportQuery }, async ({ ctx, params, query: { format, ...filters } }) => {
  const lines = await exportLog(ctx, params.directoryId ?? "", filters, format);
  return format === "csv"
    ? download(logAsCsv(lines), "provisioning-log.csv", "text/csv")
    : download(logAsJsonLines(lines), "provisioning-log.jsonl", "application/jsonl");
});
