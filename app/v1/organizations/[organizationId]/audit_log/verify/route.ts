import * as operations from "#lib/contract/api/setup.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { AuditVerification } from "#lib/contract/audit.ts";
import { verifyAudit } from "#lib/directory/audit-log.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.verifyAuditLog, async ({ ctx, params }) =>
  shownAs(AuditVerification, await verifyAudit(ctx, params.organizationId ?? ""), "audit_verification"),
);
