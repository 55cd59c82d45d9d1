import type { AuditWrite } from "#lib/directory/admin-context.ts";
import { json } from "./consequences.ts";
import type { Sql } from "./sql.ts";

const INSERT_AUDIT = `
  insert into audit_entry (organization_id, id, at, actor, actor_name, action, target_id, target_name, detail, before, after,
    surface, ip, request_id)
  select a."organizationId", a.id, a.at, a.actor, a."actorName", a.action, a."targetId", a."targetName", a.detail,
    a.before, a.after, a.surface, a.ip, a."requestId"
  from jsonb_to_record($1::jsonb) as a("organizationId" text, id uuid, at timestamptz, actor text, "actorName" text,
    action text, "targetId" text, "targetName" text, detail jsonb, before jsonb, after jsonb, surface text, ip text,
    "requestId" text)`;

/** The audit line of an act, in the act's own transaction. */
export async function insertAuditOf(transaction: Sql, audit: AuditWrite): Promise<void> {
  await transaction.query(INSERT_AUDIT, [json(audit)]);
}
