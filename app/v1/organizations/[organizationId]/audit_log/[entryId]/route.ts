import * as operations from "#lib/contract/api/setup.ts";
import { getAuditEntry } from "#lib/directory/audit-log.ts";
import { toAuditEntry } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.getAuditEntry, async ({ ctx, params }) => {
  const organizationId = params.organizationId ?? "";
  return toAuditEntry(await getAuditEntry(ctx, organizationId, params.entryId ?? ""), organizationId);
});
