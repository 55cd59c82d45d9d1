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
import type { SqlParameter } from "./sql.ts";

/** The real members of a group as rows (value, display, type), people before groups, by id. */
export const MEMBERS_OF_GROUP = (directoryId: string, groupId: string) => `
  (select u.id as value, coalesce(u.display_name, u.user_name) as display, 'User' as type
    from directory_membership m join directory_user u on u.directory_id = m.directory_id and u.id = m.user_id
    where m.directory_id = ${directoryId} and m.group_id = ${groupId} order by m.user_id)
  union all
  (select g.id, g.display_name, 'Group'
    from directory_subgroup s join directory_group g on g.directory_id = s.directory_id and g.id = s.child_group_id
    where s.directory_id = ${directoryId} and s.group_id = ${groupId} order by s.child_group_id)`;

const FRAME = { organizationId: "$3", directoryId: "$1", requestId: "$5", at: "$4" };

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

interface Leaving {
  readonly name: string;
  readonly table: string;
  readonly column: string;
  /** The column of `wanted` and `unwanted`, if it is called otherwise. */
  readonly as?: string;
  readonly returning?: string;
}

/**
 * Who leaves, as two deletions: those of `unwanted` one by one, and with $12 everybody who is not wanted. As one
 * condition, both would be looked for in all the group has. `not in` is looked up in a hash however many are wanted;
 * with `not exists`, a plan that was made for few would compare everybody with everybody.
 */
const leaving = ({ name, table, column, as = column, returning = column }: Leaving) => `${name}_named as (
    delete from ${table} m using (select distinct u.${as} from unwanted u where u.${as} is not null) u
    where m.directory_id = (select $1::text) and m.group_id = (select $2::uuid) and m.${column} = u.${as}
    returning ${returning.replaceAll(/\w+/g, "m.$&")}
  ), ${name}_else as (
    delete from ${table} m
    where (select $12::boolean) and m.directory_id = (select $1::text) and m.group_id = (select $2::uuid)
      and m.${column} not in (select w.${as} from wanted w where w.${as} is not null)
    returning ${returning.replaceAll(/\w+/g, "m.$&")}
  ), ${name} as (
    select * from ${name}_named union all select * from ${name}_else`;

/**
 * One set-based statement for any change of a group's members, whatever the group's size; none when the group is gone.
 *
 * $1 directory, $2 group, $3 organization, $4 time, $5 request id · the values to add: $6 as sent, $7 folded, $8 as uuid
 * or null · the values to remove: $9, $10, $11 likewise · $12 whether everybody else leaves · $13 whether the row was
 * changed before (new or renamed) · $14 log entry, $15 events, $16 the sentence when nothing changes · $17 version of the
 * configuration that must be in force · $18 whether to say who came or went.
 *
 * The parts nobody refers to run last to first, so that a group's event comes before those of its members.
 * What nobody answers to is kept waiting. Parameters behind a sub-select do not steer the plan: it is made once for each
 * connection. With them, a plan for each call would seem cheaper, and making it takes longer than the call (4 ms).
 */
export const WRITE_MEMBERS = `
  with changing as (
    select g.id from directory_group g join directory d on d.id = g.directory_id
    where g.directory_id = $1 and g.id = $2::uuid and d.configuration_version = $17
  ), wanted as (
    select a.value, a.key, a.id, ${PERSON("a")} as user_id,
      (select g.id from directory_group g where g.directory_id = $1 and g.id = a.id) as child_id
    from changing cross join unnest((select $6::text[]), (select $7::text[]), (select $8::uuid[])) as a(value, key, id)
  ), unwanted as (
    select b.key, b.id as child_id, ${PERSON("b")} as user_id
    from unnest((select $9::text[]), (select $10::text[]), (select $11::uuid[])) as b(value, key, id)
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
  ), ${leaving({ name: "removed", table: "directory_membership", column: "user_id", returning: "group_id, user_id" })}
  ), ${leaving({ name: "removed_groups", table: "directory_subgroup", column: "child_group_id", as: "child_id" })}
  ), ${leaving({ name: "no_longer_waiting", table: "waiting_member", column: "value_key", as: "key" })}
  ), numbers as (
    select (select count(*) from added)::int + (select count(*) from added_groups)::int as added,
      (select count(*) from removed)::int + (select count(*) from removed_groups)::int as removed,
      (select count(*) from waiting)::int as waiting,
      (select count(*) from no_longer_waiting)::int as dropped
  ), counts as (
    select n.added, n.removed, n.waiting,
      $13::boolean or n.added + n.removed + n.waiting + n.dropped > 0 as changed,
      (select coalesce(jsonb_agg(c.change), '[]') from (
        select jsonb_build_object('attribute', 'members', 'after', jsonb_agg(p.name)) as change
          from (select coalesce(u.display_name, u.user_name) as name from added a
            join directory_user u on u.directory_id = $1 and u.id = a.user_id limit 100) p having count(*) > 0
        union all
        select jsonb_build_object('attribute', 'members', 'before', jsonb_agg(p.name))
          from (select coalesce(u.display_name, u.user_name) as name from removed r
            join directory_user u on u.directory_id = $1 and u.id = r.user_id limit 100) p having count(*) > 0
        union all
        select jsonb_build_object('attribute', 'members (waiting)', 'after', jsonb_agg(p.value))
          from (select value from waiting limit 100) p having count(*) > 0
      ) c) as names
    from numbers n cross join changing
  ), bumped as (
    update directory_group g set version = g.version + 1, updated_at = $4::timestamptz
    from counts c
    where g.directory_id = $1 and g.id = $2::uuid and c.changed and (c.added + c.removed > 0 or g.version = 0)
    returning g.version, g.updated_at
  ), removed_events as (${insertMembershipEvents("dsync.group.user_removed", "removed", FRAME)}
  ), added_events as (${insertMembershipEvents("dsync.group.user_added", "added", FRAME)}
  ), events as (${insertEventsIf("$15", "(select from counts c where c.changed) changed", FRAME)}
  ), entry as (${insertMembershipEntry("$14", "counts", "$16::text")}
  )
  select coalesce(b.version, g.version) as version, coalesce(b.updated_at, g.updated_at) as updated_at, c.changed,
    array(select w.key from wanted w where w.user_id is null and w.child_id is null) as left_waiting,
    case when (select $18::boolean) then array(select a.user_id::text from added a union all select r.user_id::text from removed r)
      end as moved
  from directory_group g cross join counts c left join bumped b on true
  where g.directory_id = $1 and g.id = $2::uuid`;

const uuidOrNull = (text: string) => (isUuid(text) ? text : null);

/** The parameters of `WRITE_MEMBERS`. `touched`: the row is new or renamed, so the change counts whoever comes or goes. */
export function memberParameters(
  change: GroupInsert | GroupUpdate,
  membership: MembershipWrite,
  how: { touched: boolean; unchangedSentence: string },
): SqlParameter[] {
  const add = membership.add.map(({ value }) => value);
  return [
    change.directory.id,
    change.id,
    change.directory.organizationId,
    change.at,
    change.entry.requestId,
    add,
    add.map(foldCase),
    add.map(uuidOrNull) as string[],
    membership.remove,
    membership.remove.map(foldCase),
    membership.remove.map(uuidOrNull) as string[],
    membership.replaceAll,
    how.touched,
    json(entryRecord(change.entry)),
    json(eventRecords(change.events)),
    how.unchangedSentence,
    change.directory.mapping.version,
    change.recompute !== undefined,
  ];
}
