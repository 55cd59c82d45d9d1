import { guarded } from "./failure.ts";
import { firstIdAt } from "./log-filter.ts";
import type { Sql } from "./sql.ts";

/** A minute is counted when no transaction that began in it can still be open. */
const SETTLED_MS = 120_000;
const SLACK_MS = 60_000;

/** Takes the row's lock: whoever counts at the same time waits, and then finds less to do. */
const LOCK = `
  insert into provisioning_mark (directory_id, until)
  select d.id, coalesce((select date_trunc('minute', e.at) from provisioning_entry e where e.directory_id = d.id order by e.id limit 1),
    date_trunc('minute', $2::timestamptz)) from directory d where d.id = $1
  on conflict (directory_id) do update set directory_id = excluded.directory_id
  returning until`;

const COUNT = `
  with counted as (
    insert into provisioning_minute (directory_id, minute, outcome, operation, cause, token_id, dialect, status, requests)
    select e.directory_id, date_trunc('minute', e.at), e.outcome, e.operation, coalesce(e.cause, ''),
      coalesce(e.token_id, ''), coalesce(e.dialect, ''), e.status, count(*)::int
    from provisioning_entry e
    where e.directory_id = $1 and e.at >= $2 and e.at < $3 and e.id >= $4::uuid and e.id < $5::uuid
    group by 1, 2, 3, 4, 5, 6, 7, 8
    on conflict (directory_id, minute, outcome, operation, cause, token_id, dialect, status)
      do update set requests = provisioning_minute.requests + excluded.requests
  )
  update provisioning_mark set until = $3 where directory_id = $1`;

const MARK = "select until from provisioning_mark where directory_id = $1";

/**
 * Counts the settled minutes of a directory's log that are not counted yet.
 * @returns up to when the minutes can be relied on; what is newer has to be counted from the log
 */
export function countMinutes(sql: Sql, directoryId: string, now: Date): Promise<Date | undefined> {
  const settled = new Date(Math.floor((now.getTime() - SETTLED_MS) / 60_000) * 60_000);
  return guarded(async () => {
    const [mark] = await sql.query<{ until: Date }>(MARK, [directoryId]);
    if (mark && mark.until >= settled) return mark.until;
    return sql.transaction(async (transaction) => {
      const [locked] = await transaction.query<{ until: Date }>(LOCK, [directoryId, settled]);
      if (!locked || locked.until >= settled) return locked?.until;
      const from = firstIdAt(new Date(locked.until.getTime() - SLACK_MS));
      const to = firstIdAt(new Date(settled.getTime() + SLACK_MS));
      await transaction.query(COUNT, [directoryId, locked.until, settled, from, to]);
      return settled;
    });
  });
}
