import { auditStore } from "./audit-store.ts";
import type { Database } from "./database.ts";

export interface AuditReport {
  /** For an operator's terminal, one for each organization. */
  readonly lines: readonly string[];
  /** What they come to, in a sentence. */
  readonly verdict: string;
  readonly checked: number;
  readonly broken: number;
}

const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

function verdictOf({ checked, broken, entries }: { checked: number; broken: number; entries: number }): string {
  const read = `${counted(entries, "entry", "entries")} of ${counted(checked, "organization")} read`;
  if (checked === 0) return "There is no organization yet, so there is no audit log to verify.";
  if (broken === 0) return `The audit log is whole: ${read}, each as it was written and in its place.`;
  return `The audit log was tampered with: ${read}, ${counted(broken, "chain")} broken, each at the entry named above. What comes before it is as it was written.`;
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
  let entries = 0;
  for (const { id, name } of organizations) {
    const { intact, lines: count, firstBad, head } = await store.verify(id);
    if (!intact) broken += 1;
    entries += count;
    const place = firstBad ? `entry ${firstBad.seq}, id ${firstBad.id}` : "";
    const end = head ? `, head ${head.seq} ${head.hash}` : "";
    lines.push(
      `${intact ? "intact" : "BROKEN"}  ${id}  ${name}: ${counted(count, "entry", "entries")}${intact ? end : `, first at ${place}`}`,
    );
  }
  const checked = organizations.length;
  return { lines, verdict: verdictOf({ checked, broken, entries }), checked, broken };
}
