import type { RunChangeWrite, RunStore, StoredRun } from "#lib/directory/mapping/store.ts";
import { foldCase } from "#lib/scim/fold-case.ts";
import { json } from "./consequences.ts";
import { guarded } from "./failure.ts";
import { readCursor } from "./keyset.ts";
import { PEOPLE_TO_TRY, type PersonRow, toPerson } from "./mapping-people.ts";
import { ConfigurationChanged, recomputePeople } from "./recompute.ts";
import type { Sql } from "./sql.ts";

const COLUMNS = `r.id, r.directory_id, (select d.organization_id from directory d where d.id = r.directory_id) as organization_id,
  r.kind, r.state, r.version, r.draft, r.total, r.done, r.counts, r.last_user_id::text as last_user_id, r.created_by,
  r.created_at, r.started_at, r.finished_at, r.failure`;

const UNFINISHED = "('queued', 'running', 'paused')";

const SUPERSEDE = `
  update mapping_run set state = 'cancelled', finished_at = $3, failure = 'A newer run stands for it.'
  where directory_id = $1 and kind = $2 and state in ${UNFINISHED}`;
/** A dry run looks at everybody; applying is for those whom an older version made. */
const INSERT = `
  insert into mapping_run as r (directory_id, id, kind, state, version, draft, total, created_by, created_at)
  select $1, $2, $3, 'queued', $4, $5::jsonb, (
      select count(*)::int from directory_user u join member m on m.organization_id = $8 and m.directory_id = u.directory_id and m.directory_user_id = u.id
      where u.directory_id = $1 and ($3 = 'dry_run' or m.configuration_version <> $4)), $6, $7
  returning ${COLUMNS}`;

const FIND = `select ${COLUMNS} from mapping_run r where r.directory_id = $1 and r.id = $2`;
const NEWEST = `
  select ${COLUMNS} from mapping_run r where r.directory_id = $1 and ($2::text is null or r.kind = $2)
  order by r.created_at desc, r.id desc limit $3`;

const SET_STATE = `
  update mapping_run r set state = $4, lease_until = null, lease_owner = null,
    finished_at = case when $4 = 'cancelled' then $5::timestamptz else r.finished_at end
  where r.directory_id = $1 and r.id = $2 and r.state = any($3::text[]) returning ${COLUMNS}`;

const CLAIM = `
  update mapping_run r set state = 'running', lease_owner = $1, lease_until = $3, started_at = coalesce(r.started_at, $2)
  from (
    select x.directory_id, x.id from mapping_run x
    where x.state in ('queued', 'running') and (x.lease_until is null or x.lease_until < $2)
    order by x.created_at limit 1 for update skip locked
  ) free where r.directory_id = free.directory_id and r.id = free.id returning ${COLUMNS}`;

/** Locks the run for the batch: who pauses or cancels waits for its end, which is a moment. */
const HOLD = `
  update mapping_run r set lease_until = $4 where r.directory_id = $1 and r.id = $2 and r.lease_owner = $3 and r.state = 'running'
  returning ${COLUMNS}`;
const PROGRESS = `
  update mapping_run set done = done + $3, counts = $4::jsonb, last_user_id = $5::uuid where directory_id = $1 and id = $2`;
const FINISH = `
  update mapping_run set state = $4, finished_at = $5, failure = $6, lease_owner = null, lease_until = null
  where directory_id = $1 and id = $2 and lease_owner = $3 and state = 'running'`;

const INSERT_CHANGES = `
  insert into mapping_run_change (directory_id, run_id, user_id, name, user_name, email, tags, detail)
  select $1, $2, c."userId", c.name, c."userName", c.email, c.tags, c.detail
  from jsonb_to_recordset($3::jsonb) as c("userId" uuid, name text, "userName" text, email text, tags text[], detail jsonb)
  on conflict do nothing`;

const MATCH = `c.directory_id = $1 and c.run_id = $2 and c.tags @> $3::text[]
  and ($4::text is null or lower(c.name) like $4 or lower(c.user_name) like $4 or lower(c.email) like $4)`;
const CHANGES = `
  select c.user_id::text as "userId", c.name, c.user_name as "userName", c.email, c.tags, c.detail,
    lower(c.name) || ' ' || c.user_id as key
  from mapping_run_change c where ${MATCH} and ($5::text is null or lower(c.name) || ' ' || c.user_id > $5)
  order by lower(c.name) || ' ' || c.user_id limit $6`;
const COUNT_CHANGES = `select count(*)::int as total from mapping_run_change c where ${MATCH}`;

/** People whom another version made, behind the last one. */
const BEHIND = `
  select u.id::text as id from directory_user u
    join member m on m.organization_id = $2 and m.directory_id = u.directory_id and m.directory_user_id = u.id
  where u.directory_id = $1 and m.configuration_version <> $3 and ($4::uuid is null or u.id > $4::uuid)
  order by u.id limit $5`;

interface Row extends Record<string, unknown> {
  id: string;
  directory_id: string;
  organization_id: string;
  kind: StoredRun["kind"];
  state: StoredRun["state"];
  version: number;
  draft: StoredRun["draft"];
  total: number;
  done: number;
  counts: StoredRun["counts"];
  last_user_id: string | null;
  created_by: string;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  failure: string | null;
}

const toRun = (row: Row): StoredRun => ({
  id: row.id,
  directoryId: row.directory_id,
  organizationId: row.organization_id,
  kind: row.kind,
  state: row.state,
  version: row.version,
  draft: row.draft,
  total: row.total,
  done: row.done,
  counts: row.counts,
  lastUserId: row.last_user_id,
  createdBy: row.created_by,
  createdAt: row.created_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  failure: row.failure,
});

const LEASE_MS = 30_000;

/** Runs over everybody. A run belongs to one process at a time, by a lease that each batch makes longer. */
export function runStore(sql: Sql): RunStore {
  const hold = async (transaction: Sql, { directoryId, id }: StoredRun, owner: string, at: Date) => {
    const [row] = await transaction.query<Row>(HOLD, [directoryId, id, owner, new Date(at.getTime() + LEASE_MS)]);
    return row && toRun(row);
  };
  return {
    insert: (run, organizationId) =>
      guarded(() =>
        sql.transaction(async (transaction) => {
          await transaction.query(SUPERSEDE, [run.directoryId, run.kind, run.createdAt]);
          const draft = run.draft && json(run.draft);
          const parameters = [
            run.directoryId,
            run.id,
            run.kind,
            run.version,
            draft,
            run.createdBy,
            run.createdAt,
            organizationId,
          ];
          const [row] = await transaction.query<Row>(INSERT, parameters);
          return toRun(row as Row);
        }),
      ),
    async find(directoryId, id) {
      const [row] = await guarded(() => sql.query<Row>(FIND, [directoryId, id]));
      return row && toRun(row);
    },
    newest: async (directoryId, kind, limit) =>
      (await guarded(() => sql.query<Row>(NEWEST, [directoryId, kind, limit]))).map(toRun),
    async setState(directoryId, id, from, to, at) {
      const [row] = await guarded(() => sql.query<Row>(SET_STATE, [directoryId, id, from, to, at]));
      return row && toRun(row);
    },
    async changes(directoryId, id, { tags, q, cursor, limit }) {
      const pattern = q === null ? null : `%${foldCase(q).replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
      const match = [directoryId, id, tags, pattern];
      const [rows, [count]] = await guarded(() =>
        Promise.all([
          sql.query<RunChangeWrite & { key: string } & Record<string, unknown>>(CHANGES, [
            ...match,
            readCursor(cursor ?? undefined),
            limit + 1,
          ]),
          sql.query<{ total: number }>(COUNT_CHANGES, match),
        ]),
      );
      const shown = rows.slice(0, limit);
      const last = shown.at(-1)?.key;
      const nextCursor = rows.length > limit && last !== undefined ? Buffer.from(last).toString("base64url") : null;
      return { data: shown, nextCursor, totalCount: count?.total ?? 0 };
    },
    async claim(owner, at, leaseMs) {
      const [row] = await guarded(() => sql.query<Row>(CLAIM, [owner, at, new Date(at.getTime() + leaseMs)]));
      return row && toRun(row);
    },
    dryRunBatch: (run, owner, at, limit, work) =>
      guarded(() =>
        sql.transaction(async (transaction) => {
          const held = await hold(transaction, run, owner, at);
          if (!held) return undefined;
          const rows = await transaction.query<PersonRow>(PEOPLE_TO_TRY, [run.directoryId, held.lastUserId, limit]);
          if (rows.length === 0) return 0;
          const { counts, changes = [] } = work(rows.map(toPerson), held.counts);
          if (changes.length > 0) await transaction.query(INSERT_CHANGES, [run.directoryId, run.id, json(changes)]);
          const last = rows.at(-1)?.id ?? null;
          await transaction.query(PROGRESS, [run.directoryId, run.id, rows.length, json(counts), last]);
          return rows.length;
        }),
      ),
    async applyBatch(run, owner, at, limit, recompute, count) {
      try {
        return await guarded(() =>
          sql.transaction(async (transaction) => {
            const held = await hold(transaction, run, owner, at);
            if (!held) return undefined;
            const behind = (after: string | null) =>
              transaction.query<{ id: string }>(BEHIND, [
                run.directoryId,
                run.organizationId,
                run.version,
                after,
                limit,
              ]);
            let people = await behind(held.lastUserId);
            // From the beginning once more: for those who were left out, or who came with the older version meanwhile.
            if (people.length === 0 && held.lastUserId !== null) people = await behind(null);
            if (people.length === 0) return { done: 0, skipped: 0 };
            const ids = people.map(({ id }) => id);
            const occasion = {
              directory: { id: run.directoryId, organizationId: run.organizationId },
              at,
              entry: { requestId: run.id },
            };
            const { decisions } = await recomputePeople(transaction, occasion, ids, recompute, { skipLocked: true });
            const counts = count(
              decisions.map(({ before, decided }) => ({ before, after: decided.write })),
              held.counts,
            );
            await transaction.query(PROGRESS, [
              run.directoryId,
              run.id,
              decisions.length,
              json(counts),
              ids.at(-1) ?? null,
            ]);
            return { done: decisions.length, skipped: ids.length - decisions.length };
          }),
        );
      } catch (error) {
        // The next look at the version in force ends the run.
        if (error instanceof ConfigurationChanged) return { done: 0, skipped: 1 };
        throw error;
      }
    },
    async finish({ directoryId, id }, owner, state, at, failure) {
      await guarded(() => sql.query(FINISH, [directoryId, id, owner, state, at, failure]));
    },
  };
}
