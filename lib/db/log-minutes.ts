import { guarded } from "./failure.ts";
import { firstIdAt } from "./log-filter.ts";
import type { Sql } from "./sql.ts";

/** How long the stretches are that are counted beforehand. */
export const COUNTED_SECONDS = 300;
/** A stretch is counted when no transaction that began in it can still be open. */
const SETTLED_MS = 120_000;
const SLACK_MS = 60_000;
/** What somebody who looks at a chart waits for; what is further behind is the job's. */
const AT_ONCE_MS = 2 * 3_600_000;

/** Takes the row's lock: whoever counts at the same time waits, and then finds less to do. */
const LOCK = `
  insert into provisioning_mark (directory_id, until)
  select d.id, coalesce(
    (select date_bin('${COUNTED_SECONDS} seconds', e.at, 'epoch') from provisioning_entry e where e.directory_id = d.id order by e.id limit 1),
    $2::timestamptz) from directory d where d.id = $1
  on conflict (directory_id) do update set directory_id = excluded.directory_id
  returning until`;

const COUNT = `
  with counted as (
    insert into provisioning_minute (directory_id, minute, outcome, operation, cause, token_id, dialect, status, requests)
    select e.directory_id, date_bin('${COUNTED_SECONDS} seconds', e.at, 'epoch'), e.outcome, e.operation, coalesce(e.cause, ''),
      coalesce(e.token_id, ''), coalesce(e.dialect, ''), e.status, count(*)::int
    from provisioning_entry e
    where e.directory_id = $1 and e.at >= $2 and e.at < $3 and e.id >= $4::uuid and e.id < $5::uuid
    group by 1, 2, 3, 4, 5, 6, 7, 8
    on conflict (directory_id, minute, outcome, operation, cause, token_id, dialect, status)
      do update set requests = provisioning_minute.requests + excluded.requests
  )
  update provisioning_mark set until = $3 where directory_id = $1`;

const MARK = "select until from provisioning_mark where directory_id = $1";

const settledAt = (now: Date) => {
  const length = COUNTED_SECONDS * 1_000;
  return new Date(Math.floor((now.getTime() - SETTLED_MS) / length) * length);
};

/** Counts one piece of a directory's log. @returns up to when it is counted now; undefined when the directory is gone */
function countPiece(sql: Sql, directoryId: string, settled: Date): Promise<Date | undefined> {
  return guarded(() =>
    sql.transaction(async (transaction) => {
      const [locked] = await transaction.query<{ until: Date }>(LOCK, [directoryId, settled]);
      if (!locked || locked.until >= settled) return locked?.until;
      const to = new Date(Math.min(settled.getTime(), locked.until.getTime() + AT_ONCE_MS));
      const bounds = [new Date(locked.until.getTime() - SLACK_MS), new Date(to.getTime() + SLACK_MS)].map(firstIdAt);
      await transaction.query(COUNT, [directoryId, locked.until, to, ...bounds]);
      return to;
    }),
  );
}

/**
 * Counts what is settled and not counted yet, if that is soon done.
 * @returns up to when the counts can be relied on, what is newer has to be counted from the log; and whether that is all
 */
export async function countMinutes(
  sql: Sql,
  directoryId: string,
  now: Date,
): Promise<{ until: Date; isCurrent: boolean }> {
  const settled = settledAt(now);
  const [mark] = await guarded(() => sql.query<{ until: Date }>(MARK, [directoryId]));
  if (mark && mark.until >= settled) return { until: mark.until, isCurrent: true };
  const until = await countPiece(sql, directoryId, settled);
  return { until: until ?? settled, isCurrent: until === undefined || until >= settled };
}

/** Brings the counts of every directory up to now, in pieces, so that no lock and no transaction lasts. */
export async function countAllMinutes(sql: Sql, now: Date): Promise<void> {
  const settled = settledAt(now);
  const behind = await guarded(() =>
    sql.query<{ id: string }>(
      `select d.id from directory d left join provisioning_mark m on m.directory_id = d.id
       where m.until is null or m.until < $1`,
      [settled],
    ),
  );
  for (const { id } of behind) {
    for (;;) {
      const until = await countPiece(sql, id, settled);
      if (until === undefined || until >= settled) break;
    }
  }
}
