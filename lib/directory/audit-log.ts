import type {
  AuditEntry,
  AuditExportQuery,
  AuditFilters,
  AuditPage,
  AuditQuery,
  AuditVerification,
} from "#lib/contract/audit.ts";
import type { AdminContext } from "./admin-context.ts";
import { audit } from "./audit.ts";
import { notFound } from "./error.ts";
import { requirePermission } from "./permissions.ts";

const read = (ctx: AdminContext, organizationId: string) =>
  requirePermission(ctx, organizationId, "org:sys_provisioning:read");

/** Newest first. */
export async function listAudit(ctx: AdminContext, organizationId: string, query: AuditQuery): Promise<AuditPage> {
  await read(ctx, organizationId);
  return ctx.stores.audit.page(organizationId, query);
}

/** @throws DirectoryError not_found */
export async function getAuditEntry(ctx: AdminContext, organizationId: string, id: string): Promise<AuditEntry> {
  await read(ctx, organizationId);
  const entry = await ctx.stores.audit.find(organizationId, id);
  if (!entry) throw notFound("audit entry");
  return entry;
}

/** Everything that fits, in pieces. Taking the log away is an act itself, and is noted. */
export async function exportAudit(
  ctx: AdminContext,
  organizationId: string,
  { format, ...filters }: AuditExportQuery,
): Promise<AsyncIterable<AuditEntry[]>> {
  const organization = await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  await ctx.stores.audit.append(
    audit(ctx, organizationId, "audit.exported", organization, { format, ...said(filters) }),
  );
  return ctx.stores.audit.lines(organizationId, filters);
}

const said = (filters: AuditFilters) => Object.fromEntries(Object.entries(filters).filter(([, value]) => value));

/** Whether the log is still what was written, line by line. */
export async function verifyAudit(ctx: AdminContext, organizationId: string): Promise<AuditVerification> {
  await read(ctx, organizationId);
  return ctx.stores.audit.verify(organizationId);
}
