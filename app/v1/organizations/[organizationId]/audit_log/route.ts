import * as operations from "#lib/contract/api/setup.ts";
import { listAudit } from "#lib/directory/audit-log.ts";
import { toAuditEntry, toCursorPage } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listAuditLog, async ({ ctx, params, query }) => {
  const organizationId = params.organizationId ?? "";
  return toCursorPage(await listAudit(ctx, organizationId, query), (entry) => toAuditEntry(entry, organizationId));
});
