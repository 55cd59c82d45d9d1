/** New, changed and removed people, each as one statement with all it brings about. */
import type { UserInsert, UserRemoval, UserUpdate } from "#lib/directory/context.ts";
import {
  entryRecord,
  eventRecords,
  insertEntryIf,
  insertEvents,
  insertEventsIf,
  insertMembershipEvents,
  json,
  removalParameters,
} from "./consequences.ts";
import { MEMBER_COLUMNS, memberFrom, memberRecord, membershipData, memberValues, setMember } from "./member-sql.ts";
import type { Sql, SqlParameter } from "./sql.ts";
import { userRecord } from "./user-row.ts";

const frame = { organizationId: "$12", directoryId: "$1", requestId: "$13", at: "$11" };

/** The person as the first event of the change has them: the row itself cannot be seen by the statement that writes it. */
const PERSON_WRITTEN = "($19::jsonb -> 0 -> 'data') - 'groups'";

/** Waiting memberships that the person of `changed` answers to become real ones; the groups they join get a new version. */
const ATTACH = `
  attached as (
    delete from waiting_member w using changed
    where w.directory_id = $1 and w.value_key = any($14::text[])
    returning w.group_id
  ), joined as (
    insert into directory_membership (directory_id, group_id, user_id, added_at)
    select distinct $1, a.group_id, $2::uuid, $11::timestamptz from attached a
    on conflict do nothing
    returning group_id, user_id
  ), bumped as (
    update directory_group g set version = g.version + 1, updated_at = $11::timestamptz
    from joined j where g.directory_id = $1 and g.id = j.group_id
  ), joined_events as (${insertMembershipEvents("dsync.group.user_added", "joined", frame, { user: PERSON_WRITTEN })})`;

/** One row if the person was written, none if not. */
const JOINED_GROUPS = `
  select (select coalesce(jsonb_agg(jsonb_build_object('value', g.id, 'display', g.display_name) order by g.display_name), '[]')
    from joined j join directory_group g on g.directory_id = $1 and g.id = j.group_id) as groups
  from changed`;

/**
 * A configuration saved meanwhile makes the write start again with it. And so does, with $20, somebody waiting for the person
 * in a group that may decide about them: that takes a transaction.
 */
const IS_CURRENT = `exists (select from directory d where d.id = $1 and d.configuration_version = $17)
      and not ($20::boolean and exists (select from waiting_member w where w.directory_id = $1 and w.value_key = any($14::text[])))`;

/**
 * A userName may be given to somebody else later: it brings a membership back only where no externalId says otherwise.
 * A role that was given by hand comes back with it. $15 the member's record, $16 groups the IdP sent, $21 ranking of roles.
 */
export const INSERT_USER = `
  with changed as (
    insert into directory_user (directory_id, id, user_name, user_name_key, external_id, display_name, email, active,
      resource, search, sent_groups, version, created_at, updated_at)
    select $1, $2::uuid, $3, $4, $5, $6, $7, $8, $9::jsonb, $10::jsonb, $16::jsonb, 1, $11::timestamptz, $11::timestamptz
    where ${IS_CURRENT}
    returning id
  ), returning_member as (
    select m.id, x.id as removed_id
    from changed join removed_user x on x.directory_id = $1 and (x.external_id = $5
      or (x.user_name_key = $4 and (x.external_id is null or $5::text is null)))
      join member m on m.organization_id = $12 and m.directory_id = $1 and m.directory_user_id = x.id
    order by (x.external_id = $5) is true desc, (x.user_name_key = $4) desc, x.removed_at desc limit 1
  ), returned as (
    update member m set directory_user_id = $2::uuid, ${setMember("w", "$11::timestamptz")}
    from returning_member b join member p on p.organization_id = $12 and p.id = b.id, lateral (
      select x.*, x.roles[1] as role from (
        select w.active or (p.manual_role is not null and $8) or p.kept is not null as active, w.name, w.email, w.profile,
          w.role_origin, w.origins, w.problems, w.problem_count, null::text as kept, w.configuration_version,
          case when g.by_hand then 'manual' else w.role_source end as role_source,
          case when g.by_hand then array[p.manual_role] else w.roles end as roles
        from ${memberFrom("$15", "w")}, lateral (
          select coalesce(array_position($21::text[], p.manual_role) < array_position($21::text[], w.role), false) as by_hand
        ) g
      ) x
    ) w
    where m.organization_id = $12 and m.id = b.id and m.directory_user_id = b.removed_id
    returning m.*, p.active as was_active
  ), remembered as (
    delete from removed_user x using returning_member b where x.directory_id = $1 and x.id = b.removed_id
  ), membership as (
    insert into member (organization_id, id, directory_id, directory_user_id, ${MEMBER_COLUMNS}, created_at, updated_at, deactivated_at)
    select $12, w.id, $1, $2::uuid, ${memberValues("w")}, $11::timestamptz, $11::timestamptz,
      case when w.active then null else $11::timestamptz end
    from changed, ${memberFrom("$15", "w")} where not exists (select from returned)
    returning *
  ), ${ATTACH}, entry as (${insertEntryIf("$18", "changed")}
  ), begun as (${insertEvents(
    "organization_membership.created",
    { subject: "$2::text", data: membershipData("m", "$11::timestamptz"), from: "membership m where m.active" },
    frame,
  )}
  ), begun_again as (${insertEvents(
    "organization_membership.created",
    {
      subject: "$2::text",
      data: membershipData("m", "$11::timestamptz"),
      from: "returned m where m.active and not m.was_active",
    },
    frame,
  )}
  ), events as (${insertEventsIf("$19", "changed", frame)}
  ) ${JOINED_GROUPS}`;

/** $21 the version that was read, $22 the member's revision; null: whichever it is. */
export const UPDATE_USER = `
  with before as (
    select m.id from member m
    where m.organization_id = $12 and m.directory_id = $1 and m.directory_user_id = $2::uuid
      and ($22::int is null or m.revision = $22::int)
    for update
  ), changed as (
    update directory_user set user_name = $3, user_name_key = $4, external_id = $5, display_name = $6, email = $7,
      active = $8, resource = $9::jsonb, search = $10::jsonb, sent_groups = $16::jsonb,
      version = version + case when resource = $9::jsonb then 0 else 1 end,
      updated_at = case when resource = $9::jsonb then updated_at else $11::timestamptz end
    where directory_id = $1 and id = $2::uuid and version = $21 and ${IS_CURRENT}
      and ($22::int is null or exists (select from before))
    returning id
  ), membership as (
    update member m set ${setMember("w", "$11::timestamptz")}
    from changed, before b, ${memberFrom("$15", "w")}
    where m.organization_id = $12 and m.id = b.id
  ), ${ATTACH}, entry as (${insertEntryIf("$18", "changed")}
  ), events as (${insertEventsIf("$19", "changed", frame)}
  ) ${JOINED_GROUPS}`;

const REMOVE_FRAME = { organizationId: "$4", directoryId: "$1", requestId: "$6", at: "$3" };
/** The parts nobody refers to run last to first: the person leaves the groups before they are gone. */
const REMOVE = `
  with left_groups as (
    select m.group_id, m.user_id from directory_membership m where m.directory_id = $1 and m.user_id = $2::uuid
  ), before as (
    select m.id from member m
    where m.organization_id = $4 and m.directory_id = $1 and m.directory_user_id = $2::uuid
      and ($10::int is null or m.revision = $10::int)
    for update
  ), changed as (
    delete from directory_user where directory_id = $1 and id = $2::uuid and version = $5
      and ($10::int is null or exists (select from before))
    returning id, user_name_key, external_id
  ), tombstone as (
    insert into removed_user (directory_id, id, user_name_key, external_id, removed_at)
    select $1, c.id, c.user_name_key, c.external_id, $3::timestamptz from changed c
  ), gone as (
    select l.* from left_groups l join changed c on c.id = l.user_id
  ), bumped as (
    update directory_group g set version = g.version + 1, updated_at = $3::timestamptz
    from gone where g.directory_id = $1 and g.id = gone.group_id
  ), membership as (
    update member m set ${setMember("w", "$3::timestamptz")}
    from changed, before b, ${memberFrom("$9", "w")}
    where m.organization_id = $4 and m.id = b.id
  ), entry as (${insertEntryIf("$7", "changed")}
  ), events as (${insertEventsIf("$8", "changed", REMOVE_FRAME)}
  ), gone_events as (${insertMembershipEvents("dsync.group.user_removed", "gone", REMOVE_FRAME)}
  ) select id from changed`;

/** @param keys `newKeys` @param alone whether to write nothing when somebody waits for the person */
export function changeParameters(
  change: UserInsert | UserUpdate,
  keys: readonly string[],
  alone: boolean,
): SqlParameter[] {
  const { directory, id, type, stored, member, at, entry } = change;
  const row = userRecord(type, stored, member.email);
  return [
    directory.id,
    id,
    row.user_name,
    row.user_name_key,
    row.external_id,
    row.display_name,
    row.email,
    row.active,
    json(row.resource),
    json(row.search),
    at,
    directory.organizationId,
    entry.requestId,
    keys,
    json(memberRecord(member)),
    change.sentGroups && json(change.sentGroups),
    member.configurationVersion,
    json(entryRecord(entry)),
    json(eventRecords(change.events)),
    alone,
  ];
}

/** @returns whether the person was there, at the version that was read */
export async function removeUser(sql: Sql, change: UserRemoval): Promise<boolean> {
  const rows = await sql.query(REMOVE, [
    ...removalParameters(change),
    change.member && json(memberRecord(change.member)),
    change.expectedRevision,
  ]);
  return rows.length > 0;
}
