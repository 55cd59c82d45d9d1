/**
 * New and changed people, many in one statement: what lib/db/user-sql.ts writes of one, for those with whom nothing is
 * special. Whoever a group waits for, who returns, whose userName is taken, who was changed meanwhile or whose configuration
 * is no longer in force is left out, and written by the statement for one.
 */
import type { UserInsert, UserUpdate } from "#lib/directory/context.ts";
import { entryRecord, eventRecords, insertEntriesOf, insertEvents, insertEventsOf, json } from "./consequences.ts";
import { MEMBER_COLUMNS, memberRecord, membersFrom, membershipData, memberValues, setMember } from "./member-sql.ts";
import type { Sql } from "./sql.ts";
import { newKeys, userRecord } from "./user-row.ts";

/**
 * $1 the people, $2 their members, $3 log entries, $4 events. Directory and organization are taken from the record: a
 * parameter would make PostgreSQL weigh a plan of its own for each call.
 */
const GIVEN = `given as (
    select g.* from jsonb_to_recordset($1::jsonb) as g(directory_id text, organization_id text, id uuid, user_name text,
      user_name_key text, external_id text, display_name text, email text, active boolean, resource jsonb, search jsonb,
      sent_groups jsonb, keys text[], configuration_version int, version int, revision int, request_id text, at timestamptz)
  )`;
const IS_PLAIN = `exists (select from directory d where d.id = g.directory_id and d.configuration_version = g.configuration_version)
      and not exists (select from waiting_member w where w.directory_id = g.directory_id and w.value_key = any(g.keys))`;

/** The parts nobody refers to run last to first: the person's event comes before the membership's. */
const INSERT_MANY = `
  with ${GIVEN}, changed as (
    insert into directory_user (directory_id, id, user_name, user_name_key, external_id, display_name, email, active,
      resource, search, sent_groups, version, created_at, updated_at)
    select g.directory_id, g.id, g.user_name, g.user_name_key, g.external_id, g.display_name, g.email, g.active, g.resource,
      g.search, g.sent_groups, 1, g.at, g.at
    from given g where ${IS_PLAIN}
      and not exists (select from removed_user x where x.directory_id = g.directory_id and x.user_name_key = g.user_name_key)
      and not exists (select from removed_user x where x.directory_id = g.directory_id and x.external_id = g.external_id)
    order by g.user_name_key
    on conflict do nothing
    returning id
  ), membership as (
    insert into member (organization_id, id, directory_id, directory_user_id, ${MEMBER_COLUMNS}, created_at, updated_at, deactivated_at)
    select g.organization_id, w.id, g.directory_id, g.id, ${memberValues("w")}, g.at, g.at, case when w.active then null else g.at end
    from changed c join given g on g.id = c.id join ${membersFrom("$2", "w")} on w.user_id = c.id
    returning *
  ), entries as (${insertEntriesOf("$3", "changed")}
  ), begun as (${insertEvents(
    "organization_membership.created",
    {
      subject: "g.id::text",
      data: membershipData("m", "g.at"),
      from: "membership m join given g on g.id = m.directory_user_id where m.active",
    },
    { organizationId: "g.organization_id", directoryId: "g.directory_id", requestId: "g.request_id", at: "g.at" },
  )}
  ), events as (${insertEventsOf("$4", "changed")}
  ) select id from changed`;

const UPDATE_MANY = `
  with ${GIVEN}, before as (
    select m.id, m.directory_user_id as user_id
    from given g join member m on m.organization_id = g.organization_id and m.directory_id = g.directory_id
      and m.directory_user_id = g.id and m.revision = g.revision
    order by m.id for update of m
  ), changed as (
    update directory_user u set user_name = g.user_name, user_name_key = g.user_name_key, external_id = g.external_id,
      display_name = g.display_name, email = g.email, active = g.active, resource = g.resource, search = g.search,
      sent_groups = g.sent_groups, version = u.version + case when u.resource = g.resource then 0 else 1 end,
      updated_at = case when u.resource = g.resource then u.updated_at else g.at end
    from given g join before b on b.user_id = g.id
    where u.directory_id = g.directory_id and u.id = g.id and u.version = g.version and ${IS_PLAIN}
    returning u.id
  ), membership as (
    update member m set ${setMember("w", "g.at")}
    from changed c join given g on g.id = c.id join before b on b.user_id = c.id join ${membersFrom("$2", "w")} on w.user_id = c.id
    where m.organization_id = g.organization_id and m.id = b.id
  ), entries as (${insertEntriesOf("$3", "changed")}
  ), events as (${insertEventsOf("$4", "changed")}
  ) select id from changed`;

/** Writes those with whom nothing is special, all or nothing. @returns for each whether it was written */
async function writeMany(
  sql: Sql,
  statement: string,
  changes: readonly (UserInsert | UserUpdate)[],
): Promise<boolean[]> {
  // A second change of the same person has to see the first.
  const first = new Map(changes.map((change) => [change.id, change] as const).reverse());
  const once = [...first.values()];
  let place = 0;
  const events = once.flatMap(({ id, directory, entry, at, events: each }) =>
    eventRecords(each).map((event) => ({
      ...event,
      of: id,
      place: place++,
      organization_id: directory.organizationId,
      directory_id: directory.id,
      request_id: entry.requestId,
      at,
    })),
  );
  const rows = await sql.query<{ id: string }>(statement, [
    json(once.map(personRecord)),
    json(once.map(({ id, member }) => memberRecord(member, { userId: id }))),
    json(once.map(({ id, entry }) => ({ ...entryRecord(entry), of: id }))),
    json(events),
  ]);
  const written = new Set(rows.map(({ id }) => id));
  return changes.map((change) => first.get(change.id) === change && written.has(change.id));
}

const personRecord = (change: UserInsert | UserUpdate) => ({
  ...userRecord(change.type, change.stored, change.member.email),
  directory_id: change.directory.id,
  organization_id: change.directory.organizationId,
  id: change.id,
  sent_groups: change.sentGroups,
  keys: newKeys(change),
  configuration_version: change.member.configurationVersion,
  version: "expectedVersion" in change ? change.expectedVersion : 1,
  revision: "expectedRevision" in change ? change.expectedRevision : null,
  request_id: change.entry.requestId,
  at: change.at,
});

export const insertMany = (sql: Sql, changes: readonly UserInsert[]) => writeMany(sql, INSERT_MANY, changes);
export const updateMany = (sql: Sql, changes: readonly UserUpdate[]) => writeMany(sql, UPDATE_MANY, changes);
