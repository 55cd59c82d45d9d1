/**
 * A group write that leaves a value waiting and the arrival of the very person it means may pass each other: neither
 * statement sees the other's row. So each side looks again once it has committed. Whichever commits last sees the other.
 */
import type { Recompute } from "#lib/directory/context.ts";
import { insertMembershipEvents, json } from "./consequences.ts";
import { guarded } from "./failure.ts";
import { PERSON } from "./membership-sql.ts";
import { recomputePeople } from "./recompute.ts";
import type { Sql } from "./sql.ts";

/** The rest of attaching the rows of `attached` (directory_id, organization_id, request_id, at, group_id, user_id). */
const JOIN = `
  joined as (
    insert into directory_membership (directory_id, group_id, user_id, added_at)
    select distinct on (a.directory_id, a.group_id, a.user_id) a.directory_id, a.group_id, a.user_id, a.at from attached a
    order by a.directory_id, a.group_id, a.user_id
    on conflict do nothing
    returning directory_id, group_id, user_id
  ), came as (
    select distinct on (j.directory_id, j.group_id, j.user_id) j.directory_id, j.group_id, j.user_id,
      a.organization_id, a.request_id, a.at
    from joined j join attached a using (directory_id, group_id, user_id)
  ), bumped as (
    update directory_group g set version = g.version + 1, updated_at = b.at
    from (select directory_id, group_id, max(at) as at from came group by directory_id, group_id) b
    where g.directory_id = b.directory_id and g.id = b.group_id
    returning g.version, g.updated_at
  ), joined_events as (${insertMembershipEvents("dsync.group.user_added", "came", {
    organizationId: "r.organization_id",
    directoryId: "r.directory_id",
    requestId: "r.request_id",
    at: "r.at",
  })})
  select (select version from bumped limit 1) as version, (select updated_at from bumped limit 1) as updated_at,
    c.directory_id, array_agg(distinct c.user_id::text) as user_ids
  from came c group by c.directory_id`;

/** $1 directory, $2 group, $3 organization, $4 time, $5 request id, $6 the folded values that were left waiting. */
const ATTACH_TO_GROUP = `
  with found as (
    select a.value_key, ${PERSON("a")} as user_id
    from (
      select w.value_key, w.value_key as key, w.value,
        case when w.value ~* '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then w.value::uuid end as id
      from waiting_member w
      where w.directory_id = $1 and w.group_id = $2::uuid and w.value_key = any($6::text[])
    ) a
  ), attached as (
    delete from waiting_member w using found f
    where w.directory_id = $1 and w.group_id = $2::uuid and w.value_key = f.value_key and f.user_id is not null
    returning w.directory_id, $3::text as organization_id, $5::text as request_id, $4::timestamptz as at, w.group_id, f.user_id
  ), ${JOIN}`;

/** $1 the people as Arrival, in snake case. One who has changed again meanwhile is left to that change. */
export const ATTACH_ARRIVED = `
  with arrived as (
    select a.* from jsonb_to_recordset($1::jsonb) as a(directory_id text, organization_id text, request_id text,
      at timestamptz, user_id uuid, version int, keys text[])
    join directory_user u on u.directory_id = a.directory_id and u.id = a.user_id and u.version = a.version
  ), attached as (
    delete from waiting_member w using arrived a
    where w.directory_id = a.directory_id and w.value_key = any(a.keys)
    returning w.directory_id, a.organization_id, a.request_id, a.at, w.group_id, a.user_id
  ), ${JOIN}`;

/** A group write that left values waiting. */
export interface LeftWaiting {
  readonly directoryId: string;
  readonly organizationId: string;
  readonly groupId: string;
  readonly requestId: string;
  readonly at: Date;
  /** Folded. */
  readonly keys: readonly string[];
  readonly recompute: Recompute | undefined;
}

interface Attached extends Record<string, unknown> {
  version: number;
  updated_at: Date;
  directory_id: string;
  user_ids: string[];
}

/**
 * Attaches whoever of those left waiting has arrived meanwhile; to be called after the write has committed. It never
 * fails, because the write is done. @returns the group's version, if that made a new one
 */
export async function attachLateArrivals(sql: Sql, left: LeftWaiting) {
  const { directoryId, groupId, organizationId, at, requestId, keys, recompute } = left;
  const parameters = [directoryId, groupId, organizationId, at, requestId, keys];
  const attach = async (on: Sql) => {
    const rows = await on.query<Attached>(ATTACH_TO_GROUP, parameters);
    if (recompute) await recomputeAttached(on, rows, { organizationId, at, requestId, recompute });
    return rows;
  };
  const rows = await guarded(() => (recompute ? sql.transaction(attach) : attach(sql))).catch(() => []);
  return rows[0];
}

interface Again {
  readonly organizationId: string;
  readonly at: Date;
  readonly requestId: string;
  readonly recompute: Recompute;
}

async function recomputeAttached(
  transaction: Sql,
  rows: readonly Attached[],
  { organizationId, at, requestId, recompute }: Again,
) {
  for (const { directory_id, user_ids } of rows) {
    const occasion = { directory: { id: directory_id, organizationId }, at, entry: { requestId } };
    await recomputePeople(transaction, occasion, user_ids, recompute);
  }
}

/** A person who was written, and what one may be waited for by. */
export interface Arrival {
  readonly directoryId: string;
  readonly organizationId: string;
  readonly userId: string;
  readonly version: number;
  readonly requestId: string;
  readonly at: Date;
  /** Folded. */
  readonly keys: readonly string[];
  readonly recompute: Recompute | undefined;
}

/** Looks again, behind the requests, whether somebody was left waiting for the people noted. */
export interface ArrivalQueue {
  note(arrival: Arrival): void;
  /** Until all that were noted have been looked after. */
  settled(): Promise<void>;
}

const BATCH_MAX = 500;
/** How long people are collected before one statement looks after all of them. */
const COLLECT_MS = 100;

/**
 * One statement at a time, for all who came during the last one. A statement that fails is given up: the next write of
 * the person or of the group does the same.
 */
export function arrivalQueue(sql: Sql): ArrivalQueue {
  let waiting: Arrival[] = [];
  let running: Promise<void> | undefined;
  let endCollecting: () => void = () => {};

  function collect(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, COLLECT_MS);
    endCollecting = () => {
      clearTimeout(timer);
      resolve();
    };
    return promise;
  }

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      await collect();
      const batch = waiting.slice(0, BATCH_MAX);
      waiting = waiting.slice(BATCH_MAX);
      await guarded(() => attachBatch(batch)).catch(() => {});
    }
    running = undefined;
  }

  async function attachBatch(batch: readonly Arrival[]): Promise<void> {
    const attach = (on: Sql) => on.query<Attached>(ATTACH_ARRIVED, [json(batch.map(recordOf))]);
    if (!batch.some(({ recompute }) => recompute)) {
      await attach(sql);
      return;
    }
    await sql.transaction(async (transaction) => {
      for (const row of await attach(transaction)) {
        const arrival = batch.findLast(({ directoryId, recompute }) => directoryId === row.directory_id && recompute);
        if (arrival?.recompute)
          await recomputeAttached(transaction, [row], { ...arrival, recompute: arrival.recompute });
      }
    });
  }

  return {
    note(arrival) {
      if (!sql.concurrent) return;
      waiting.push(arrival);
      running ??= run();
    },
    settled: async () => {
      while (running) {
        endCollecting();
        await running;
      }
    },
  };
}

const recordOf = ({ directoryId, organizationId, requestId, at, userId, version, keys }: Arrival) => ({
  directory_id: directoryId,
  organization_id: organizationId,
  request_id: requestId,
  at,
  user_id: userId,
  version,
  keys,
});
