import type { GroupInsert, GroupUpdate, MembershipWrite } from "#lib/directory/context.ts";
import { foldCase } from "#lib/scim/fold-case.ts";
import {
  entryRecord,
  eventRecords,
  insertEventsIf,
  insertMembershipEntry,
  insertMembershipEvents,
  json,
} from "./consequences.ts";
import { isUuid } from "./filter-sql.ts";
import type { Sql, SqlParameter } from "./sql.ts";

/** The real members of a group as rows (value, display, type), people before groups, by id. */
export const MEMBERS_OF_GROUP = (directoryId: string, groupId: string) => `
  (select u.id as value, coalesce(u.display_name, u.user_name) as display, 'User' as type
    from directory_membership m join directory_user u on u.directory_id = m.directory_id and u.id = m.user_id
    where m.directory_id = ${directoryId} and m.group_id = ${groupId} order by m.user_id)
  union all
  (select g.id, g.display_name, 'Group'
    from directory_subgroup s join directory_group g on g.directory_id = s.directory_id and g.id = s.child_group_id
    where s.directory_id = ${directoryId} and s.group_id = ${groupId} order by s.child_group_id)`;

/**
 * Who of the directory a value (value, key, id of `row`) means: by id, externalId, userName or e-mail address, in that order.
 * The first of several is not asked for by ORDER BY and LIMIT: the planner might walk through everybody in that order.
 */
export const PERSON = (row: string) => `coalesce(
        (select u.id from directory_user u where u.directory_id = $1 and u.id = ${row}.id),
        (select (array_agg(u.id order by u.id))[1] from directory_user u where u.directory_id = $1 and u.external_id = ${row}.value),
        (select u.id from directory_user u where u.directory_id = $1 and u.user_name_key = ${row}.key),
        (select (array_agg(u.id order by u.id))[1] from directory_user u where u.directory_id = $1 and position('@' in ${row}.key) > 0
          and u.search @> jsonb_build_object('emails', jsonb_build_array(jsonb_build_object('value', ${row}.key))))
      )`;

const FRAME = { organizationId: "$3", directoryId: "$1", requestId: "$5", at: "$4" };
const ONE_GROUP = { group: "$2::uuid" };

interface Leaving {
  readonly name: string;
  readonly table: string;
  readonly column: string;
  /** The column of `wanted` and `unwanted`, if it is called otherwise. */
  readonly as?: string;
  readonly returning?: string;
}

/**
 * Who leaves, as two deletions: those of `unwanted` one by one, and with $18 everybody who is not wanted. As one
 * condition, both would be looked for in all the group has. `not in` is looked up in a hash however many are wanted;
 * with `not exists`, a plan that was made for few would compare everybody with everybody.
 */
const leaving = ({ name, table, column, as = column, returning = column }: Leaving) => `${name}_named as (
    delete from ${table} m using (select distinct u.${as} from unwanted u where u.${as} is not null) u
    where m.directory_id = (select $1::text) and m.group_id = (select $2::uuid) and m.${column} = u.${as}
    returning ${returning.replaceAll(/\w+/g, "m.$&")}
  ), ${name}_else as (
    delete from ${table} m
    where (select $18::boolean) and m.directory_id = (select $1::text) and m.group_id = (select $2::uuid)
      and m.${column} not in (select w.${as} from wanted w where w.${as} is not null)
    returning ${returning.replaceAll(/\w+/g, "m.$&")}
  ), ${name} as (
    select * from ${name}_named union all select * from ${name}_else
  )`;

/** Values as text[] as sent, as text[] folded and as uuid[], null where it is none. */
const values = (first: number, alias: string) =>
  `unnest((select $${first}::text[]), (select $${first + 1}::text[]), (select $${first + 2}::uuid[])) as ${alias}(value, key, id)`;

const COMING = `wanted as (
    select a.value, a.key, a.id, ${PERSON("a")} as user_id,
      (select g.id from directory_group g where g.directory_id = $1 and g.id = a.id) as child_id
    from changing cross join ${values(12, "a")}
  ), added as (
    insert into directory_membership (directory_id, group_id, user_id, added_at)
    select $1, $2::uuid, w.user_id, $4::timestamptz from (select distinct user_id from wanted where user_id is not null) w
    order by w.user_id
    on conflict do nothing
    returning group_id, user_id
  ), added_groups as (
    insert into directory_subgroup (directory_id, group_id, child_group_id, added_at)
    select distinct $1, $2::uuid, w.child_id, $4::timestamptz from wanted w where w.user_id is null and w.child_id is not null
    on conflict do nothing
    returning child_group_id
  ), waiting as (
    insert into waiting_member (directory_id, group_id, value_key, value, since)
    select distinct on (w.key) $1, $2::uuid, w.key, w.value, $4::timestamptz
    from wanted w where w.user_id is null and w.child_id is null
    on conflict do nothing
    returning value
  )`;

const GOING = `unwanted as (
    select b.key, b.id as child_id, ${PERSON("b")} as user_id
    from ${values(15, "b")}
  ), ${leaving({ name: "removed", table: "directory_membership", column: "user_id", returning: "group_id, user_id" })},
  ${leaving({ name: "removed_groups", table: "directory_subgroup", column: "child_group_id", as: "child_id" })},
  ${leaving({ name: "no_longer_waiting", table: "waiting_member", column: "value_key", as: "key" })}`;

/** The number of rows of `tables`, together. */
const rowsOf = (...tables: string[]) => tables.map((table) => `(select count(*) from ${table})::int`).join(" + ");

/** The names of the first people of `rows` (user_id), as a change of the attribute in the log. */
const namesOf = (rows: string, side: "before" | "after") => `
        select jsonb_build_object('attribute', 'members', '${side}', jsonb_agg(p.name)) as change
          from (select coalesce(u.display_name, u.user_name) as name from ${rows} r
            cross join lateral (select * from directory_user u where u.directory_id = $1 and u.id = r.user_id limit 1) u
            limit 100) p having count(*) > 0`;

const NAMES_WAITING = `
        select jsonb_build_object('attribute', 'members (waiting)', 'after', jsonb_agg(p.value)) as change
          from (select value from waiting limit 100) p having count(*) > 0`;

const CHANGING = `changing as (
    select g.id from directory_group g join directory d on d.id = g.directory_id
    where g.directory_id = $1 and g.id = $2::uuid and d.configuration_version = $9
  )`;

/** What follows `counts`: the group's version, the events of `added` and `removed`, the log entry, and what is answered. */
const ending = ({ comes, goes, leftWaiting }: { comes: boolean; goes: boolean; leftWaiting?: string }) => `bumped as (
    update directory_group g set version = g.version + 1, updated_at = $4::timestamptz
    from counts c
    where g.directory_id = $1 and g.id = $2::uuid and c.changed and (c.added + c.removed > 0 or g.version = 0)
    returning g.version, g.updated_at
  )${goes ? `, removed_events as (${insertMembershipEvents("dsync.group.user_removed", "removed", FRAME, ONE_GROUP)}\n  )` : ""}${
    comes
      ? `, added_events as (${insertMembershipEvents("dsync.group.user_added", "added", FRAME, ONE_GROUP)}\n  )`
      : ""
  }${leftWaiting ? `, events as (${insertEventsIf("$11", "(select from counts c where c.changed) changed", FRAME)}\n  )` : ""}
  , entry as (${insertMembershipEntry("$7", "counts", "$8::text")}
  )
  select coalesce(b.version, g.version) as version, coalesce(b.updated_at, g.updated_at) as updated_at, c.changed,
    ${leftWaiting ?? "'{}'::text[]"} as left_waiting,
    case when (select $10::boolean) then array(${[...(comes ? ["added"] : []), ...(goes ? ["removed"] : [])]
      .map((rows) => `select r.user_id::text from ${rows} r`)
      .join(" union all ")}) end as moved
  from directory_group g cross join counts c left join bumped b on true
  where g.directory_id = $1 and g.id = $2::uuid`;

/**
 * One set-based statement for any change of a group's members, whatever the group's size; no row when the group is gone.
 *
 * $1 directory, $2 group, $3 organization, $4 time, $5 request id · $6 whether the row was changed before (new or
 * renamed) · $7 log entry, $8 its sentence when nothing changes · $9 version of the configuration that must be in force ·
 * $10 whether to say who came or went · $11 events · the values to add: $12 as sent, $13 folded, $14 as uuid or null · the
 * values to remove: $15 to $17 likewise · $18 whether everybody else leaves.
 *
 * The parts nobody refers to run last to first, so that a group's event comes before those of its members.
 * What nobody answers to is kept waiting. Parameters behind a sub-select do not steer the plan: it is made once for each
 * connection. With them, a plan for each call would seem cheaper, and making it takes longer than the call (4 ms).
 */
const WRITE_MEMBERS = `
  with ${CHANGING}, ${COMING}, ${GOING}, numbers as (
    select ${rowsOf("added", "added_groups")} as added, ${rowsOf("removed", "removed_groups")} as removed,
      ${rowsOf("waiting")} as waiting, ${rowsOf("no_longer_waiting")} as dropped
  ), counts as (
    select n.added, n.removed, n.waiting,
      $6::boolean or n.added + n.removed + n.waiting + n.dropped > 0 as changed,
      (select coalesce(jsonb_agg(c.change), '[]') from (${namesOf("added", "after")}
        union all ${namesOf("removed", "before")}
        union all ${NAMES_WAITING}) c) as names
    from numbers n cross join changing
  ), ${ending({
    comes: true,
    goes: true,
    leftWaiting: "array(select w.key from wanted w where w.user_id is null and w.child_id is null)",
  })}`;

/**
 * What most changes are: people named by the ids we gave them come, or go. The same as `WRITE_MEMBERS` with a fraction of
 * its parts, whose setting up would cost more than what they do. Nothing is written, and no row answered, when one of the
 * ids is nobody's (or, to remove, no member's): it may be a group, a waiting value or an externalId.
 *
 * Parameters as there up to $10 · $11 the ids, each once.
 */
const known = (moves: "come" | "go") => `
  with ${CHANGING}, found as (
    select u.id from unnest((select $11::uuid[])) a(id) cross join lateral (
      ${
        moves === "come"
          ? "select u.id from directory_user u where u.directory_id = $1 and u.id = a.id limit 1"
          : "select m.user_id as id from directory_membership m where m.directory_id = (select $1::text) and m.group_id = (select $2::uuid) and m.user_id = a.id limit 1"
      }) u
  ), everybody as (
    select from changing where (select count(*) from found) = cardinality((select $11::uuid[]))
  ), ${
    moves === "come"
      ? `added as (
    insert into directory_membership (directory_id, group_id, user_id, added_at)
    select $1, $2::uuid, f.id, $4::timestamptz from everybody cross join found f order by f.id
    on conflict do nothing`
      : `removed as (
    delete from directory_membership m using everybody cross join found f
    where m.directory_id = (select $1::text) and m.group_id = (select $2::uuid) and m.user_id = f.id`
  }
    returning group_id, user_id
  ), numbers as (
    select ${moves === "come" ? `${rowsOf("added")} as added, 0 as removed` : `0 as added, ${rowsOf("removed")} as removed`}, 0 as waiting
  ), counts as (
    select n.added, n.removed, n.waiting, $6::boolean or n.added + n.removed > 0 as changed,
      (select coalesce(jsonb_agg(c.change), '[]') from (${moves === "come" ? namesOf("added", "after") : namesOf("removed", "before")}
      ) c) as names
    from numbers n cross join everybody
  ), ${ending({ comes: moves === "come", goes: moves === "go" })}`;

const KNOWN_COME = known("come");
const KNOWN_GO = known("go");
/** More than so many are a push of a whole group, for which the other statement is as quick. */
const KNOWN_MAX = 1_000;

const uuidOrNull = (text: string) => (isUuid(text) ? text : null);
const valueParameters = (members: readonly string[]): SqlParameter[] => [
  members,
  members.map(foldCase),
  members.map(uuidOrNull) as string[],
];

/** What a change of members answers. */
export interface WrittenMembers extends Record<string, unknown> {
  version: number;
  updated_at: Date;
  changed: boolean;
  /** Folded values of the change that nobody answers to yet. */
  left_waiting: string[];
  /** People who came or went, if that was asked for. */
  moved: string[] | null;
}

/**
 * Writes a change of a group's members with its log entry and its events. `touched`: the row is new or renamed, so the
 * change counts whoever comes or goes.
 *
 * @returns undefined when the group is gone or the configuration was saved anew
 */
export async function writeMembers(
  sql: Sql,
  change: GroupInsert | GroupUpdate,
  membership: MembershipWrite,
  how: { touched: boolean; unchangedSentence: string },
): Promise<WrittenMembers | undefined> {
  const parameters: SqlParameter[] = [
    change.directory.id,
    change.id,
    change.directory.organizationId,
    change.at,
    change.entry.requestId,
    how.touched,
    json(entryRecord(change.entry)),
    how.unchangedSentence,
    change.directory.mapping.version,
    change.recompute !== undefined,
  ];
  const ids = change.events.length === 0 ? knownIds(membership) : undefined;
  if (ids) {
    const statement = membership.add.length > 0 ? KNOWN_COME : KNOWN_GO;
    const [written] = await sql.query<WrittenMembers>(statement, [...parameters, ids]);
    if (written) return written;
  }
  const [written] = await sql.query<WrittenMembers>(WRITE_MEMBERS, [
    ...parameters,
    json(eventRecords(change.events)),
    ...valueParameters(membership.add.map(({ value }) => value)),
    ...valueParameters(membership.remove),
    membership.replaceAll,
  ]);
  return written;
}

/** The ids of a change that only adds or only removes, and names everybody by id; undefined for any other. */
function knownIds({ replaceAll, add, remove }: MembershipWrite): string[] | undefined {
  if (replaceAll || (add.length > 0 && remove.length > 0)) return undefined;
  const values = add.length > 0 ? add.map(({ value }) => value) : remove;
  if (values.length === 0 || values.length > KNOWN_MAX || !values.every(isUuid)) return undefined;
  return [...new Set(values.map((value) => value.toLowerCase()))];
}
