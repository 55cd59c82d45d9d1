import { auditStore } from "./audit-store.ts";
import type { Database } from "./database.ts";

export interface AuditReport {
  /** For an operator's terminal, one for each organization. */
  readonly lines: readonly string[];
  readonly checked: number;
  readonly broken: number;
}

/** Follows the chain of one organization's audit log, or of each, and says where the first line is broken. */
export async function auditReport({ sql }: Pick<Database, "sql">, organizationId?: string): Promise<AuditReport> {
  const organizations = await sql.query<{ id: string; name: string }>(
    "select id, name from organization where $1::text is null or id = $1 order by id",
    [organizationId ?? null],
  );
  const store = auditStore(sql);
  const lines: string[] = [];
  let broken = 0;
  for (const { id, name } of organizations) {
    const { intact, lines: count, firstBad, head } = await store.verify(id);
    if (!intact) broken += 1;
    const place = firstBad ? `line ${firstBad.seq}, id ${firstBad.id}` : "";
    const end = head ? `, head ${head.seq} ${head.hash}` : "";
    lines.push(
      `${intact ? "intact" : "BROKEN"}  ${id}  ${name}: ${count} lines${intact ? end : `, first at ${place}`}`,
    );
  }
  return { lines, checked: organizations.length, broken };
}
