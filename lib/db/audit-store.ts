import type { AuditEntry, AuditFilters, AuditVerification } from "#lib/contract/audit.ts";
import type { AuditStore } from "#lib/directory/admin-context.ts";
import { insertAuditOf } from "./audit-sql.ts";
import { guarded } from "./failure.ts";
import { pageOf, readCursor } from "./keyset.ts";
import type { Sql, SqlParameter } from "./sql.ts";

const PAGE_SIZE = 50;
const PIECE = 500;

interface Row extends Record<string, unknown> {
  id: string;
  seq: number;
  at: Date;
  actor: string;
  actor_name: string;
  action: string;
  target_id: string;
  target_name: string;
  detail: AuditEntry["detail"];
  before: AuditEntry["before"];
  after: AuditEntry["after"];
  surface: string | null;
  ip: string | null;
  request_id: string | null;
}

const COLUMNS =
  "id, seq, at, actor, actor_name, action, target_id, target_name, detail, before, after, surface, ip, request_id";

const toEntry = (row: Row): AuditEntry => {
  const [kind = "", ...id] = row.actor.split(":");
  return {
    id: row.id,
    seq: row.seq,
    at: row.at.toISOString(),
    actor: { kind, id: id.join(":"), name: row.actor_name },
    action: row.action,
    target: { id: row.target_id, name: row.target_name },
    detail: row.detail,
    before: row.before,
    after: row.after,
    surface: row.surface,
    ip: row.ip,
    requestId: row.request_id,
  };
};

/** $1 organization, $2 greatest seq below, $3 pattern, $4 action, $5 actor, $6 from, $7 to (a day, included), $8 how many. */
const MATCHING = `
  select ${COLUMNS} from audit_entry
  where organization_id = $1 and ($2::int is null or seq < $2)
    and ($3::text is null or concat_ws(' ', actor_name, action, target_name, target_id, id, detail, before, after) ilike $3)
    and ($4::text is null or action = $4 or action like $4 || '.%')
    and ($5::text is null or actor = $5)
    and ($6::text is null or at >= $6::date::timestamp at time zone 'UTC')
    and ($7::text is null or at < ($7::date + 1)::timestamp at time zone 'UTC')
  order by seq desc limit $8`;

/** Follows the chain: every line has the number after the one before, and the hash that the two give. */
const VERIFY = `
  with line as (
    select a.id, a.seq, a.hash = audit_entry_hash(lag(a.hash) over chain, a) as sound,
      a.seq = coalesce(lag(a.seq) over chain, 0) + 1 as next
    from audit_entry a where a.organization_id = $1 window chain as (order by a.seq, a.id)
  ) select
    (select count(*)::int from line) as lines,
    (select to_jsonb(b) from (select id, seq from line where sound is not true or not next order by seq, id limit 1) b) as bad`;

const HEAD =
  "select seq, encode(hash, 'hex') as hash from audit_entry where organization_id = $1 order by seq desc limit 1";

const like = (text: string | undefined) => (text ? `%${text.replace(/[\\%_]/g, "\\$&")}%` : null);

const parametersOf = (organizationId: string, f: AuditFilters, below: number | null, count: number): SqlParameter[] => [
  organizationId,
  below,
  like(f.q),
  f.action ?? null,
  f.actor ?? null,
  f.from ?? null,
  f.to ?? null,
  count,
];

/** Reads of the audit log; its lines are written by the stores whose acts they are about. */
export function auditStore(sql: Sql): AuditStore {
  const read = (parameters: SqlParameter[]) => guarded(() => sql.query<Row>(MATCHING, parameters));
  return {
    async page(organizationId, { cursor, ...filters }) {
      const given = Number(readCursor(cursor) ?? Number.NaN);
      const below = Number.isSafeInteger(given) ? given : null;
      const [rows, actions] = await Promise.all([
        read(parametersOf(organizationId, filters, below, PAGE_SIZE + 1)),
        guarded(() =>
          sql.query<{ action: string }>(
            "select distinct action from audit_entry where organization_id = $1 order by action",
            [organizationId],
          ),
        ),
      ]);
      return {
        ...pageOf(rows, PAGE_SIZE, ({ seq }) => String(seq), toEntry),
        actions: actions.map(({ action }) => action),
      };
    },

    async find(organizationId, id) {
      if (!/^[0-9a-f-]{36}$/i.test(id)) return undefined;
      const statement = `select ${COLUMNS} from audit_entry where organization_id = $1 and id = $2::uuid`;
      const [row] = await guarded(() => sql.query<Row>(statement, [organizationId, id]));
      return row && toEntry(row);
    },

    async *lines(organizationId, filters) {
      let below: number | null = null;
      for (;;) {
        const rows: Row[] = await read(parametersOf(organizationId, filters, below, PIECE));
        if (rows.length > 0) yield rows.map(toEntry);
        const last = rows.at(-1);
        if (!last || rows.length < PIECE) return;
        below = last.seq;
      }
    },

    async append(audit) {
      await guarded(() => insertAuditOf(sql, audit));
    },

    async verify(organizationId): Promise<AuditVerification> {
      const [[found], [head]] = await guarded(() =>
        Promise.all([
          sql.query<{ lines: number; bad: { id: string; seq: number } | null }>(VERIFY, [organizationId]),
          sql.query<{ seq: number; hash: string }>(HEAD, [organizationId]),
        ]),
      );
      const firstBad = found?.bad ?? null;
      return { intact: firstBad === null, lines: found?.lines ?? 0, firstBad, head: head ?? null };
    },
  };
}
