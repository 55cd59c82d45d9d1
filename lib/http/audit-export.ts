import type { AuditEntry } from "#lib/contract/audit.ts";
import { asCsv } from "./csv.ts";

const facts = (value: object | null) => (value && Object.keys(value).length > 0 ? JSON.stringify(value) : "");

/** One row for each act; times in UTC. */
export const auditAsCsv = (lines: AsyncIterable<readonly AuditEntry[]>) =>
  asCsv(lines, {
    time_utc: ({ at }) => at,
    seq: ({ seq }) => seq,
    actor_kind: ({ actor }) => actor.kind,
    actor: ({ actor }) => actor.name,
    actor_id: ({ actor }) => actor.id,
    action: ({ action }) => action,
    target: ({ target }) => target.name,
    target_id: ({ target }) => target.id,
    before: ({ before }) => facts(before),
    after: ({ after }) => facts(after),
    detail: ({ detail }) => facts(detail),
    surface: ({ surface }) => surface,
    ip: ({ ip }) => ip,
    request_id: ({ requestId }) => requestId,
    id: ({ id }) => id,
  });

/** One JSON object on each line. */
export async function* auditAsJsonLines(lines: AsyncIterable<readonly AuditEntry[]>): AsyncGenerator<string> {
  for await (const piece of lines) yield piece.map((entry) => `${JSON.stringify(entry)}\n`).join("");
}
