import type {
  GroupInsert,
  GroupRemoval,
  GroupStore,
  GroupUpdate,
  GroupUpdateResult,
  Recompute,
} from "#lib/directory/context.ts";
import type { GroupRow } from "#lib/directory/rows.ts";
import { scimError } from "#lib/scim/error.ts";
import { foldCase } from "#lib/scim/fold-case.ts";
import type { StoredResource } from "#lib/scim/resource.ts";
import type { ResourceType } from "#lib/scim/schema/attribute.ts";
import { searchDocument } from "#lib/scim/search-document.ts";
import type { MemberRef } from "#lib/scim/show.ts";
import { insertEntryIf, insertEventsIf, insertMembershipEvents, json, removalParameters } from "./consequences.ts";
import { guarded, violatedAcyclic, violatedUnique } from "./failure.ts";
import { groupFilterTable } from "./filter-tables.ts";
import { lanes } from "./lanes.ts";
import { attachLateArrivals } from "./late-arrivals.ts";
import { MEMBERS_OF_GROUP, type WrittenMembers, writeMembers } from "./membership-sql.ts";
import { noteGrowth } from "./planner-statistics.ts";
import { ConfigurationChanged, recomputePeople } from "./recompute.ts";
import { findRow, listRows } from "./resource-rows.ts";
import type { Sql, SqlParameter } from "./sql.ts";
import { together } from "./together.ts";

const MEMBERS = `(select coalesce(jsonb_agg(jsonb_build_object('value', x.value, 'display', x.display, 'type', x.type) order by x.value), '[]')
  from (${MEMBERS_OF_GROUP("r.directory_id", "r.id")}) x) as members`;

const TABLE = { name: "directory_group", filters: groupFilterTable } as const;
const extraColumns = (load: { members: boolean }) => (load.members ? [MEMBERS] : []);

/** Counted by the index alone, and read only if they are few; how few is hidden from the planner, or each is planned anew. */
const FEW_MEMBERS = `
  select case when c.count <= $3::int then (
    select coalesce(jsonb_agg(jsonb_build_object('value', x.value, 'display', x.display, 'type', x.type) order by x.value), '[]')
    from (${MEMBERS_OF_GROUP("$1", "$2::uuid")}) x) end as members
  from (
    select count(*) from (
      (select from directory_membership where directory_id = $1 and group_id = $2::uuid limit (select $3::int) + 1)
      union all (select from directory_subgroup where directory_id = $1 and group_id = $2::uuid limit (select $3::int) + 1)
    ) m
  ) c`;

/** Columns of the row, in the order of `$3` to `$7`. */
function rowParameters(type: ResourceType, stored: StoredResource): SqlParameter[] {
  const displayName = String(stored.displayName ?? "");
  return [
    displayName,
    foldCase(displayName),
    typeof stored.externalId === "string" ? stored.externalId : null,
    json(stored),
    json(searchDocument(type, stored)),
  ];
}

const INSERT = `
  insert into directory_group (directory_id, id, display_name, display_name_key, external_id, resource, search, version,
    created_at, updated_at)
  values ($1, $2::uuid, $3, $4, $5, $6::jsonb, $7::jsonb, 0, $8::timestamptz, $8::timestamptz)`;

const RENAME = `
  update directory_group set display_name = $3, display_name_key = $4, external_id = $5, resource = $6::jsonb,
    search = $7::jsonb, version = version + 1, updated_at = $8::timestamptz
  where directory_id = $1 and id = $2::uuid and version = $9
  returning version`;

const LOCK = "select version from directory_group where directory_id = $1 and id = $2::uuid for update";

const REMOVE_FRAME = { organizationId: "$4", directoryId: "$1", requestId: "$6", at: "$3" };
/** The parts nobody refers to run last to first: the people leave the group before it is gone. */
const REMOVE = `
  with left_members as (
    select m.group_id, m.user_id from directory_membership m where m.directory_id = $1 and m.group_id = $2::uuid
  ), changed as (
    delete from directory_group where directory_id = $1 and id = $2::uuid and version = $5
      and exists (select from directory d where d.id = $1 and d.configuration_version = $9)
    returning id
  ), gone as (
    select l.* from left_members l join changed c on c.id = l.group_id
  ), bumped as (
    update directory_group g set version = g.version + 1, updated_at = $3::timestamptz
    from directory_subgroup s join changed c on c.id = s.child_group_id
    where s.directory_id = $1 and g.directory_id = $1 and g.id = s.group_id
  ), entry as (${insertEntryIf("$7", "changed")}
  ), events as (${insertEventsIf("$8", "changed", REMOVE_FRAME)}
  ), gone_events as (${insertMembershipEvents("dsync.group.user_removed", "gone", REMOVE_FRAME, { group: "$2::uuid" })}
  ) select id, $3::timestamptz, case when $10::boolean then array(select user_id::text from gone) end as moved from changed`;

const PEOPLE_IN =
  "select user_id::text as id from directory_membership where directory_id = $1 and group_id = $2::uuid";
const REMARK = "update provisioning_entry set sentence = sentence || $3 where directory_id = $1 and id = $2::uuid";

/** A taken displayName is the IdP's to solve, and it can: the filter it will send next finds the group. So is a cycle. */
async function withinConstraints<Result>(
  stored: StoredResource | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await guarded(work);
  } catch (error) {
    if (violatedAcyclic(error)) {
      throw scimError.invalidValue(
        "A group cannot be a member of itself, nor of a group inside it. Leave that member out; nothing was changed.",
      );
    }
    if (!violatedUnique(error)?.includes("display_name_key")) throw error;
    throw scimError.uniqueness(
      `Another group of this directory has displayName "${stored?.displayName}" already. Find it with filter=displayName eq "…" and update it instead.`,
    );
  }
}

/** Members of a change that may be written in one transaction with others. */
const SMALL_CHANGE = 1_000;
/** A group that decides what people are locks them in the order of their ids: several changes in turn would not. */
const mayShare = ({ membership, recompute }: GroupUpdate) =>
  !recompute &&
  (!membership || (!membership.replaceAll && membership.add.length + membership.remove.length <= SMALL_CHANGE));

/** What neither locks the group's row first nor looks at anything between two statements. */
const isOneStatement = (change: GroupUpdate) =>
  mayShare(change) && change.stored === undefined && change.expectedVersion === undefined;

/** All of them, or the first failure, but only when none is under way any more: the transaction they are in ends then. */
async function allOf<Result>(works: readonly Promise<Result>[]): Promise<Result[]> {
  await Promise.allSettled(works);
  return Promise.all(works);
}

/**
 * The groups of directories, on `directory_group` and one row per member. No write reads a group's members. Changes of one
 * group take turns: each needs the lock of its row, and would wait for it with a connection in hand.
 */
export function groupStore(sql: Sql): GroupStore {
  const updateInLane = lanes<GroupUpdate, WrittenMembers | undefined>({
    together: async (changes) => {
      if (!changes.some(mayShare)) return [];
      return sql.transaction(async (transaction) => {
        if (changes.every(isOneStatement)) return allOf(changes.map((change) => update(transaction, change)));
        const written: (WrittenMembers | undefined)[] = [];
        for (const change of changes) written.push(mayShare(change) ? await update(transaction, change) : undefined);
        return written;
      });
    },
    alone: (change) => withinConstraints(change.stored, () => unlessChanged(() => update(sql, change))),
  });
  return {
    find: (directoryId, id, load) => findRow<GroupRow>(sql, TABLE, directoryId, id, extraColumns(load)),
    list: (directoryId, request, load) => listRows<GroupRow>(sql, TABLE, directoryId, request, extraColumns(load)),
    async fewMembers(directoryId, id, limit) {
      const [row] = await guarded(() =>
        together<{ members: MemberRef[] | null }>(sql, FEW_MEMBERS, [directoryId, id, limit]),
      );
      return row?.members ?? undefined;
    },
    async insert(change) {
      const written = await withinConstraints(change.stored, () => unlessChanged(() => insert(sql, change)));
      noteGrowth(sql, "groups", 1);
      noteGrowth(sql, "members", change.members.length);
      await lookAgain(sql, change, written);
      return written !== undefined;
    },
    async update(change) {
      const written = await updateInLane(`${change.directory.id} ${change.id}`, change);
      noteGrowth(sql, "members", change.membership?.add.length ?? 0);
      return written && resultOf({ ...written, ...(await lookAgain(sql, change, written)) });
    },
    remove: async (change) => (await guarded(() => unlessChanged(() => remove(sql, change)))) ?? false,
  };
}

/** Undefined when the configuration was saved anew meanwhile: everything was rolled back. */
async function unlessChanged<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConfigurationChanged) return undefined;
    throw error;
  }
}

/** The row first, then its members and everything else in a second statement, which can see the row. */
function insert(sql: Sql, change: GroupInsert): Promise<WrittenMembers | undefined> {
  return sql.transaction(async (transaction) => {
    const { directory, id, stored, at } = change;
    await transaction.query(INSERT, [directory.id, id, ...rowParameters(change.type, stored), at]);
    const membership = { replaceAll: false, add: change.members, remove: [] };
    const written = await writeMembers(transaction, change, membership, { touched: true, unchangedSentence: "" });
    if (!written) throw new ConfigurationChanged();
    if (change.recompute) await recomputeMoved(transaction, change, change.recompute, written.moved ?? []);
    return written;
  });
}

/**
 * A change of members alone is one statement: rows come and go, the group's row gets a new version, parallel changes
 * of other members do not meet. Replacing all members, or attributes too, first locks the group's row, so that what
 * is replaced is what was there last.
 */
async function update(sql: Sql, change: GroupUpdate) {
  const { membership, stored, expectedVersion, recompute } = change;
  const needsLock = stored !== undefined || expectedVersion !== undefined || membership?.replaceAll === true;
  if (!needsLock && !recompute) return writeChange(sql, change, false);
  return sql.transaction(async (transaction) => {
    const key = [change.directory.id, change.id];
    if (needsLock) {
      const [locked] = await transaction.query<{ version: number }>(LOCK, key);
      if (!locked || (expectedVersion !== undefined && locked.version !== expectedVersion)) return undefined;
      if (stored)
        await transaction.query(RENAME, [...key, ...rowParameters(change.type, stored), change.at, locked.version]);
    }
    const written = await writeChange(transaction, change, stored !== undefined);
    if (!written) throw new ConfigurationChanged();
    if (recompute) {
      const everybody = change.isRenamed ? await transaction.query<{ id: string }>(PEOPLE_IN, key) : [];
      const moved = new Set([...(written.moved ?? []), ...everybody.map(({ id }) => id)]);
      await recomputeMoved(transaction, change, recompute, [...moved]);
    }
    return written;
  });
}

/** The people whom the change of the group concerns; what it made of them is said in the log. */
async function recomputeMoved(
  transaction: Sql,
  change: GroupInsert | GroupUpdate | GroupRemoval,
  recompute: Recompute,
  userIds: readonly string[],
): Promise<void> {
  const { changed, kept } = await recomputePeople(transaction, change, userIds.toSorted(), recompute);
  const people = changed === 1 ? "1 person" : `${changed} people`;
  const remarks = [
    changed > 0 ? ` Role or profile changed for ${people}.` : "",
    kept.length > 0 ? ` ${kept.join(", ")} stayed as before: the last admin, or protected.` : "",
  ].join("");
  if (remarks !== "") await transaction.query(REMARK, [change.directory.id, change.entry.id, remarks]);
}

const nobody = { replaceAll: false, add: [], remove: [] };
const writeChange = (sql: Sql, change: GroupUpdate, renamed: boolean) =>
  writeMembers(sql, change, change.membership ?? nobody, {
    touched: renamed,
    unchangedSentence: change.unchangedSentence,
  });

const resultOf = ({ version, updated_at, changed }: WrittenMembers): GroupUpdateResult => ({
  version,
  updatedAt: updated_at,
  changed,
});

/** After the commit: whom the statement could not see because they were arriving just then. */
async function lookAgain(sql: Sql, change: GroupInsert | GroupUpdate, written?: WrittenMembers) {
  const { directory, id, at, entry, recompute } = change;
  if (!sql.concurrent || !written || written.left_waiting.length === 0) return undefined;
  const { id: directoryId, organizationId } = directory;
  const keys = written.left_waiting;
  const left = { directoryId, organizationId, groupId: id, requestId: entry.requestId, at, keys, recompute };
  return attachLateArrivals(sql, left);
}

async function remove(sql: Sql, change: GroupRemoval): Promise<boolean> {
  const { recompute } = change;
  const parameters = [...removalParameters(change), change.directory.mapping.version, recompute !== undefined];
  if (!recompute) return (await sql.query(REMOVE, parameters)).length > 0;
  return sql.transaction(async (transaction) => {
    const [removed] = await transaction.query<{ moved: string[] }>(REMOVE, parameters);
    if (removed) await recomputeMoved(transaction, change, recompute, removed.moved);
    return removed !== undefined;
  });
}
