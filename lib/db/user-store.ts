import type { UserInsert, UserStore, UserUpdate } from "#lib/directory/context.ts";
import type { UserRow } from "#lib/directory/rows.ts";
import { scimError } from "#lib/scim/error.ts";
import type { StoredResource } from "#lib/scim/resource.ts";
import type { GroupRef } from "#lib/scim/show.ts";
import { listEverybody } from "./everybody.ts";
import { guarded, violatedUnique } from "./failure.ts";
import { userFilterTable } from "./filter-tables.ts";
import { lanes } from "./lanes.ts";
import { guardLastAdmin } from "./last-admin.ts";
import { type Arrival, arrivalQueue } from "./late-arrivals.ts";
import { memberState } from "./member-sql.ts";
import { peopleCounted } from "./people-count.ts";
import { noteGrowth } from "./planner-statistics.ts";
import { recomputePeople } from "./recompute.ts";
import { findRow, listRows } from "./resource-rows.ts";
import type { Sql, SqlParameter } from "./sql.ts";
import { insertMany, updateMany } from "./user-batch.ts";
import { newKeys, waitingKeys } from "./user-row.ts";
import { changeParameters, INSERT_USER, removeUser, UPDATE_USER } from "./user-sql.ts";

/** An array, because an aggregate in an order sets up a sort of its own for each person of a list. */
const GROUPS = `to_jsonb(array(select jsonb_build_object('value', g.id, 'display', g.display_name)
  from directory_membership m
  cross join lateral (select one.* from directory_group one where one.directory_id = m.directory_id and one.id = m.group_id limit 1) g
  where m.directory_id = r.directory_id and m.user_id = r.id order by g.display_name)) as groups`;

const TABLE = { name: "directory_user", filters: userFilterTable, counted: peopleCounted("$1") } as const;
/** The organization's member, by the unique index over directory and person. */
const MEMBER = `r.sent_groups, (select ${memberState("m")} from member m join directory d on d.id = r.directory_id
  where m.organization_id = d.organization_id and m.directory_id = r.directory_id and m.directory_user_id = r.id) as member`;
const extraColumns = (load: { groups: boolean; member?: boolean }) => [
  ...(load.groups ? [GROUPS] : []),
  ...(load.member ? [MEMBER] : []),
];

/** A taken userName is the IdP's to solve, and it can: the filter it will send next finds the person. */
async function uniqueUserName<Result>(stored: StoredResource, work: () => Promise<Result>): Promise<Result> {
  try {
    return await guarded(work);
  } catch (error) {
    if (!violatedUnique(error)?.includes("user_name_key")) throw error;
    throw scimError.uniqueness(
      `Another user of this directory has userName "${stored.userName}" already. Find it with filter=userName eq "…" and update it instead.`,
    );
  }
}

/** A store of which can be known when what it does behind the requests is done. */
export interface SettlingUserStore extends UserStore {
  settled(): Promise<void>;
}

const arrivalOf = (change: UserInsert | UserUpdate, version: number): Arrival => ({
  directoryId: change.directory.id,
  organizationId: change.directory.organizationId,
  userId: change.id,
  version,
  requestId: change.entry.requestId,
  at: change.at,
  keys: waitingKeys(change.stored),
  recompute: change.recompute,
});

const insertedBy = (change: UserInsert): SqlParameter[] => [[...change.directory.mapping.compiled.ranking]];
const updatedBy = (change: UserUpdate): SqlParameter[] => [change.expectedVersion, change.expectedRevision];

/** The groups that a person joined; undefined when nothing was written. */
type Joined = GroupRef[] | undefined;

/**
 * The people of directories, on `directory_user`. Reads are one round trip, and so is every write that roles do not hang on.
 * Writes that arrive together are one statement.
 */
export function userStore(sql: Sql): SettlingUserStore {
  const arrivals = arrivalQueue(sql);

  async function writeOne(statement: string, change: UserInsert | UserUpdate, more: SqlParameter[]): Promise<Joined> {
    const keys = newKeys(change);
    const query = async (on: Sql, given: UserInsert | UserUpdate, alone = false) => {
      const parameters = [...changeParameters(given, keys, alone), ...more];
      const [row] = await on.query<{ groups: GroupRef[] }>(statement, parameters);
      if (row && row.groups.length > 0 && given.recompute)
        await recomputePeople(on, given, [given.id], given.recompute);
      return row;
    };
    const unlessLast = "unlessLast" in change ? change.unlessLast : undefined;
    // Only who joins groups by arriving is made anew, and hardly anybody does: that is tried without a transaction first.
    const mayJoin = change.recompute !== undefined && keys.length > 0;
    const written = await uniqueUserName(change.stored, async () => {
      if (unlessLast)
        return sql.transaction((inside) => guardLastAdmin(inside, change, unlessLast, (given) => query(inside, given)));
      if (!mayJoin) return query(sql, change);
      return (await query(sql, change, true)) ?? sql.transaction((inside) => query(inside, change));
    });
    return written?.groups;
  }

  const insertOne = (change: UserInsert) => writeOne(INSERT_USER, change, insertedBy(change));
  const updateOne = (change: UserUpdate) => writeOne(UPDATE_USER, change, updatedBy(change));
  const joinedNone = (written: boolean[]) => written.map((isWritten): Joined => (isWritten ? [] : undefined));
  const insertInLane = lanes<UserInsert, Joined>({
    together: async (changes) => joinedNone(await insertMany(sql, changes)),
    alone: insertOne,
  });
  const updateInLane = lanes<UserUpdate, Joined>({
    together: async (changes) => joinedNone(await updateMany(sql, changes)),
    alone: updateOne,
  });

  return {
    find: (directoryId, id, load) => findRow<UserRow>(sql, TABLE, directoryId, id, extraColumns(load)),
    list: (directoryId, request, load) => listRows<UserRow>(sql, TABLE, directoryId, request, extraColumns(load)),
    everybody: (directoryId, page, load) => listEverybody(sql, directoryId, page, load),
    async insert(change) {
      const joined = await insertInLane(change.directory.id, change);
      if (joined) arrivals.note(arrivalOf(change, 1));
      if (joined) noteGrowth(sql, "people", 1);
      return joined;
    },
    async update(change) {
      const joined = await (change.unlessLast ? updateOne(change) : updateInLane(change.directory.id, change));
      if (joined) arrivals.note(arrivalOf(change, change.expectedVersion + 1));
      return joined;
    },
    settled: arrivals.settled,
    remove: (change) =>
      guarded(() => {
        const { unlessLast, member } = change;
        if (!unlessLast || !member) return removeUser(sql, change);
        return sql.transaction((inside) =>
          guardLastAdmin(inside, { ...change, member }, unlessLast, (given) => removeUser(inside, given)),
        );
      }),
  };
}
