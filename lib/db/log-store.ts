import type { LogBucket, LogFilters } from "#lib/contract/log.ts";
import type { LogLine, LogStore } from "#lib/directory/log-context.ts";
import { guarded } from "./failure.ts";
import { isUuid } from "./filter-sql.ts";
import type { PrismaClient } from "./generated/client.ts";
import { pageOf, readCursor } from "./keyset.ts";
import { firstIdAt, isCounted, logConditions, minuteConditions } from "./log-filter.ts";
import { COUNTED_SECONDS, countMinutes } from "./log-minutes.ts";
import { LOG_COLUMNS, type LogDetailRow, type LogRow, toLogEntry, toLogRecord } from "./log-row.ts";
import { PLANNED_ANEW, type Sql, type SqlParameter } from "./sql.ts";

const PAGE_SIZE = 50;
const RECENT = 10;
const EXPORT_PIECE = 1_000;
/** How far a search looks before it asks the index. */
const NEWEST = 10_000;
/** So many matches among the newest entries say that a word is frequent. */
const PLENTY = 400;
/** Causes are counted among so many of the newest entries that have one. */
const CAUSES_MAX = 8_000;
/** What is counted at most where the minutes do not help. */
const COUNTED_MAX = 20_000;

const ENTRY = `
  select ${LOG_COLUMNS}, e.user_agent, e.ip, e.dialect, e.deviations, e.changes, e.request, e.response, e.token_id,
    (select t.name from scim_token t where t.id = e.token_id) as token_name, d.provider
  from provisioning_entry e join directory d on d.id = e.directory_id
  where e.directory_id = $1 and e.id = $2::uuid`;

const RECENT_ENTRIES = `
  select ${LOG_COLUMNS} from provisioning_entry e where e.directory_id = $1 and e.target_id = $2 order by e.id desc limit $3`;

const LINE_COLUMNS = `${LOG_COLUMNS}, e.user_agent, e.ip, e.dialect, e.deviations,
  coalesce((select array_agg(c->>'attribute') from jsonb_array_elements(e.changes) c), '{}') as attributes`;

type LineRow = LogRow & {
  user_agent: string | null;
  ip: string | null;
  dialect: string | null;
  deviations: string[];
} & {
  attributes: string[];
};

const toLine = (row: LineRow): LogLine => ({
  entry: toLogEntry(row),
  dialect: row.dialect,
  ip: row.ip,
  userAgent: row.user_agent,
  deviations: row.deviations,
  attributes: row.attributes,
});

interface BucketRow extends Record<string, unknown> {
  bucket: Date;
  outcome: "changed" | "read" | "refused" | "failed";
  requests: number;
}

/** The provisioning log as admins look at it. Pages are by id, which is the order of time. */
export function logStore(prisma: PrismaClient, sql: Sql, now: () => Date): LogStore {
  async function rowsOf<Row extends LogRow>(
    directoryId: string,
    filters: LogFilters,
    page: { columns: string; after: string | null; limit: number },
  ): Promise<Row[]> {
    const { where, searches, parameters } = logConditions(directoryId, filters);
    if (page.after) where.push(`e.id < $${parameters.push(page.after)}::uuid`);
    const limit = `$${parameters.push(page.limit)}`;
    const end = `order by e.id desc limit ${limit}`;
    const run = (from: string, conditions: string) =>
      guarded(() => sql.query<Row>(`${PLANNED_ANEW} ${from} where ${conditions} ${end}`, parameters));
    const select = `select ${page.columns} from provisioning_entry e`;
    if (searches.length === 0) return run(select, where.join(" and "));
    // A frequent word is found among the newest entries; a rare one by its index. The planner guesses wrong too often.
    const newest = `(select * from provisioning_entry e where ${where.filter((one) => !searches.includes(one)).join(" and ")}
      order by e.id desc limit ${NEWEST})`;
    const near = await run(`select ${page.columns} from ${newest} e`, searches.join(" and "));
    if (near.length === page.limit) return near;
    const found = `with found as materialized (select e.id from provisioning_entry e where ${where.join(" and ")})`;
    return run(
      `${found} ${select}`,
      `e.directory_id = $1 and e.id in (select f.id from found f order by f.id desc limit ${limit})`,
    );
  }

  const find = async (directoryId: string, entryId: string) => {
    if (!isUuid(entryId)) return undefined;
    const [row] = await guarded(() => sql.query<LogDetailRow>(ENTRY, [directoryId, entryId]));
    return row && toLogRecord(row);
  };

  return {
    find,

    async page(directoryId, { cursor, ...filters }) {
      const after = readCursor(cursor);
      if (after !== null && !isUuid(after)) return { data: [], nextCursor: null };
      const rows = await rowsOf(directoryId, filters, { columns: LOG_COLUMNS, after, limit: PAGE_SIZE + 1 });
      return pageOf(rows, PAGE_SIZE, ({ id }) => id, toLogEntry);
    },

    async reveal(directoryId, entryId, audit) {
      const record = await find(directoryId, entryId);
      if (record) await guarded(() => prisma.auditEntry.create({ data: audit }));
      return record;
    },

    async recent(directoryId, targetId) {
      const rows = await guarded(() => sql.query<LogRow>(RECENT_ENTRIES, [directoryId, targetId, RECENT]));
      return rows.map(toLogEntry);
    },

    async *lines(directoryId, filters, audit) {
      await guarded(() => prisma.auditEntry.create({ data: audit }));
      let after: string | null = null;
      for (;;) {
        const page = { columns: LINE_COLUMNS, after, limit: EXPORT_PIECE };
        const rows: LineRow[] = await rowsOf<LineRow>(directoryId, filters, page);
        if (rows.length > 0) yield rows.map(toLine);
        if (rows.length < EXPORT_PIECE) return;
        after = rows.at(-1)?.id ?? null;
      }
    },

    async causes(directoryId, filters) {
      const { where, parameters } = logConditions(directoryId, { ...filters, cause: filters.cause ?? ["any"] });
      const rows = await guarded(() =>
        sql.query<{ cause: string; entries: number; affected: number; first_at: Date; last_at: Date }>(
          `${PLANNED_ANEW} select x.cause, count(*)::int as entries, count(distinct coalesce(x.target_id, x.who))::int as affected,
            min(x.at) as first_at, max(x.at) as last_at
          from (
            select e.cause, e.at, e.target_id,
              case when e.target_id is null then e.request #>> '{body,userName}' end as who
            from provisioning_entry e where ${where.join(" and ")} order by e.id desc limit ${CAUSES_MAX}
          ) x group by x.cause order by entries desc, x.cause`,
          parameters,
        ),
      );
      return rows.map((row) => ({
        code: row.cause,
        entries: row.entries,
        affected: row.affected,
        firstAt: row.first_at,
        lastAt: row.last_at,
      }));
    },

    async histogram(directoryId, filters, { from, to, stepSeconds, timeZone }) {
      const range = { ...filters, from: from.toISOString(), to: to.toISOString() };
      const isDays = stepSeconds >= 86_400;
      const cut = (at: string, step: string, zone: string) =>
        isDays
          ? `date_trunc('day', ${at}, ${zone})`
          : `date_bin(${step}::interval, ${at}, date_trunc('day', ${at}, ${zone}))`;
      const isWhole = isCounted(filters) && stepSeconds >= COUNTED_SECONDS;
      const { counted, parameters, complete } = isWhole
        ? await countedRows(sql, directoryId, range, now())
        : await newestRows(sql, directoryId, range);
      const step = `$${parameters.push(`${stepSeconds} seconds`)}::text`;
      const zone = `$${parameters.push(timeZone)}::text`;
      const rows = await guarded(() =>
        sql.query<BucketRow>(
          `${PLANNED_ANEW} with counted as (${counted})
          select ${cut("c.at", step, zone)} as bucket, c.outcome, sum(c.requests)::int as requests
          from counted c ${isDays ? `where ${step} is not null` : ""} group by 1, 2 order by 1`,
          parameters,
        ),
      );
      const total = rows.reduce((sum, { requests }) => sum + requests, 0);
      return { data: toBuckets(rows, stepSeconds), complete: complete && (isWhole || total < COUNTED_MAX) };
    },
  };
}

type Counted = { counted: string; parameters: SqlParameter[]; complete: boolean };

/** Minutes that are counted already, and the entries that are newer. */
async function countedRows(
  sql: Sql,
  directoryId: string,
  filters: LogFilters & { from: string; to: string },
  now: Date,
): Promise<Counted> {
  const { until: mark, isCurrent } = await countMinutes(sql, directoryId, now);
  const { where, parameters } = logConditions(directoryId, filters);
  where.push(
    `e.at >= $${parameters.push(mark)}`,
    `e.id >= $${parameters.push(firstIdAt(new Date(mark.getTime() - 60_000)))}::uuid`,
  );
  const from = `$${parameters.push(new Date(filters.from))}`;
  const to = `$${parameters.push(new Date(filters.to))}`;
  const minutes = minuteConditions(filters, parameters.length + 1);
  parameters.push(...minutes.parameters);
  const conditions = ["m.directory_id = $1", `m.minute >= ${from}`, `m.minute < ${to}`, ...minutes.where];
  return {
    counted: `select m.minute as at, m.outcome, m.requests from provisioning_minute m where ${conditions.join(" and ")}
      union all (select e.at, e.outcome, 1 from provisioning_entry e where ${where.join(" and ")}
        order by e.id desc limit ${COUNTED_MAX})`,
    parameters,
    complete: isCurrent,
  };
}

/** As a search for a page: among the newest entries if that finds plenty, else by the index of words. */
async function newestRows(sql: Sql, directoryId: string, filters: LogFilters): Promise<Counted> {
  const { where, searches, parameters } = logConditions(directoryId, filters);
  const others = where.filter((one) => !searches.includes(one)).join(" and ");
  if (searches.length === 0) {
    const counted = `select e.at, e.outcome, 1 as requests from provisioning_entry e where ${others} order by e.id desc limit ${COUNTED_MAX}`;
    return { counted, parameters, complete: true };
  }
  const near = `select e.at, e.outcome, 1 as requests from (
    select e.at, e.outcome, e.search from provisioning_entry e where ${others} order by e.id desc limit ${COUNTED_MAX}
  ) e where ${searches.join(" and ")}`;
  const [plenty] = await guarded(() =>
    sql.query<{ matches: number; looked: number }>(
      `${PLANNED_ANEW} select (select count(*) from (${near}) n)::int as matches,
        (select count(*) from (select from provisioning_entry e where ${others} order by e.id desc limit ${COUNTED_MAX}) l)::int as looked`,
      parameters,
    ),
  );
  const sawAll = (plenty?.looked ?? 0) < COUNTED_MAX;
  if (sawAll || (plenty?.matches ?? 0) >= PLENTY) return { counted: near, parameters, complete: sawAll };
  const counted = `select * from (select e.at, e.outcome, 1 as requests from provisioning_entry e where ${where.join(" and ")} offset 0) f`;
  return { counted, parameters, complete: true };
}

function toBuckets(rows: readonly BucketRow[], stepSeconds: number): LogBucket[] {
  const buckets = new Map<number, LogBucket>();
  for (const { bucket, outcome, requests } of rows) {
    const from = bucket.getTime();
    const known = buckets.get(from) ?? {
      from: bucket.toISOString(),
      to: new Date(from + stepSeconds * 1_000).toISOString(),
      changed: 0,
      read: 0,
      refused: 0,
      failed: 0,
    };
    known[outcome] += requests;
    buckets.set(from, known);
  }
  return [...buckets.values()];
}
