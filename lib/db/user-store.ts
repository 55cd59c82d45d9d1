import type { Removal, UserInsert, UserRow, UserStore, UserUpdate } from "#lib/directory/context.ts";
import { scimError } from "#lib/scim/error.ts";
import { foldCase } from "#lib/scim/fold-case.ts";
import type { JsonValue, StoredResource } from "#lib/scim/resource.ts";
import type { ResourceType } from "#lib/scim/schema/attribute.ts";
import { searchDocument } from "#lib/scim/search-document.ts";
import type { GroupRef } from "#lib/scim/show.ts";
import { isObject } from "#lib/scim/value.ts";
import {
  entryRecord,
  eventRecords,
  insertEntryIf,
  insertEventsIf,
  insertMembershipEvents,
  json,
} from "./consequences.ts";
import { guarded, violatedUnique } from "./failure.ts";
import { userFilterTable } from "./filter-tables.ts";
import { type Arrival, arrivalQueue } from "./late-arrivals.ts";
import { findRow, listRows } from "./resource-rows.ts";
import type { Sql, SqlParameter } from "./sql.ts";

const GROUPS = `(select coalesce(jsonb_agg(jsonb_build_object('value', g.id, 'display', g.display_name) order by g.display_name), '[]')
  from directory_membership m join directory_group g on g.directory_id = m.directory_id and g.id = m.group_id
  where m.directory_id = r.directory_id and m.user_id = r.id) as groups`;

const TABLE = { name: "directory_user", filters: userFilterTable } as const;
const extraColumns = (load: { groups: boolean }) => (load.groups ? [GROUPS] : []);

/** Everything a member may be waited for by: externalId, userName and each e-mail address. */
function waitingKeys(stored: StoredResource): string[] {
  const emails = Array.isArray(stored.emails) ? stored.emails : [];
  const addresses = emails.map((email) => (isObject(email) ? email.value : undefined));
  const known = [stored.externalId, stored.userName, ...addresses].filter((text) => typeof text === "string");
  return [...new Set(known.map(foldCase))];
}

const text = (value: JsonValue | undefined) => (typeof value === "string" ? value : null);

/** Columns of the row, in the order of `$3` to `$10`. */
function rowParameters(type: ResourceType, stored: StoredResource, email: string | null): SqlParameter[] {
  const userName = text(stored.userName) ?? "";
  return [
    userName,
    foldCase(userName),
    text(stored.externalId),
    text(stored.displayName),
    email,
    stored.active !== false,
    json(stored),
    json(searchDocument(type, stored)),
  ];
}

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
  ), joined_events as (${insertMembershipEvents("dsync.group.user_added", "joined", frame, PERSON_WRITTEN)})`;

/** One row if the person was written, none if not. */
const JOINED_GROUPS = `
  select (select coalesce(jsonb_agg(jsonb_build_object('value', g.id, 'display', g.display_name) order by g.display_name), '[]')
    from joined j join directory_group g on g.directory_id = $1 and g.id = j.group_id) as groups
  from changed`;

/** A userName may be given to somebody else later: it brings a membership back only where no externalId says otherwise. */
const INSERT = `
  with changed as (
    insert into directory_user (directory_id, id, user_name, user_name_key, external_id, display_name, email, active,
      resource, search, version, created_at, updated_at)
    values ($1, $2::uuid, $3, $4, $5, $6, $7, $8, $9::jsonb, $10::jsonb, 1, $11::timestamptz, $11::timestamptz)
    returning id
  ), returning_member as (
    select m.id, x.id as removed_id
    from changed join removed_user x on x.directory_id = $1 and (x.external_id = $5
      or (x.user_name_key = $4 and (x.external_id is null or $5::text is null)))
      join member m on m.organization_id = $12 and m.directory_id = $1 and m.directory_user_id = x.id
    order by (x.external_id = $5) is true desc, (x.user_name_key = $4) desc, x.removed_at desc limit 1
  ), returned as (
    update member m set directory_user_id = $2::uuid, active = $8, name = $16, email = $7, profile = $17::jsonb,
      updated_at = $11::timestamptz, deactivated_at = case when $8 then null else $11::timestamptz end
    from returning_member b where m.organization_id = $12 and m.id = b.id and m.directory_user_id = b.removed_id
    returning m.id
  ), remembered as (
    delete from removed_user x using returning_member b where x.directory_id = $1 and x.id = b.removed_id
  ), membership as (
    insert into member (organization_id, id, directory_id, directory_user_id, role, role_source, active, name, email,
      profile, created_at, updated_at, deactivated_at)
    select $12, $15, $1, $2::uuid, 'org:member', 'default', $8, $16, $7, $17::jsonb, $11::timestamptz, $11::timestamptz,
      case when $8 then null else $11::timestamptz end
    from changed where not exists (select from returned)
  ), ${ATTACH}, entry as (${insertEntryIf("$18", "changed")}
  ), events as (${insertEventsIf("$19", "changed", frame)}
  ) ${JOINED_GROUPS}`;

const UPDATE = `
  with changed as (
    update directory_user set user_name = $3, user_name_key = $4, external_id = $5, display_name = $6, email = $7,
      active = $8, resource = $9::jsonb, search = $10::jsonb, version = version + 1, updated_at = $11::timestamptz
    where directory_id = $1 and id = $2::uuid and version = $20
    returning id
  ), membership as (
    update member m set active = $8, name = $16, email = $7, profile = $17::jsonb, updated_at = $11::timestamptz,
      deactivated_at = case when $8 then null when m.active then $11::timestamptz else m.deactivated_at end
    from changed
    where m.organization_id = $12 and m.directory_id = $1 and m.directory_user_id = $2::uuid and $15::text is not null
  ), ${ATTACH}, entry as (${insertEntryIf("$18", "changed")}
  ), events as (${insertEventsIf("$19", "changed", frame)}
  ) ${JOINED_GROUPS}`;

const REMOVE_FRAME = { organizationId: "$4", directoryId: "$1", requestId: "$6", at: "$3" };
/** The parts nobody refers to run last to first: the person leaves the groups before they are gone. */
const REMOVE = `
  with left_groups as (
    select m.group_id, m.user_id from directory_membership m where m.directory_id = $1 and m.user_id = $2::uuid
  ), changed as (
    delete from directory_user where directory_id = $1 and id = $2::uuid and version = $5
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
    update member m set active = false, updated_at = $3::timestamptz, deactivated_at = coalesce(m.deactivated_at, $3::timestamptz)
    from changed where m.organization_id = $4 and m.directory_id = $1 and m.directory_user_id = $2::uuid
  ), entry as (${insertEntryIf("$7", "changed")}
  ), events as (${insertEventsIf("$8", "changed", REMOVE_FRAME)}
  ), gone_events as (${insertMembershipEvents("dsync.group.user_removed", "gone", REMOVE_FRAME)}
  ) select id from changed`;

function changeParameters(change: UserInsert | UserUpdate): SqlParameter[] {
  return [
    change.directory.id,
    change.id,
    ...rowParameters(change.type, change.stored, change.member.email),
    change.at,
    change.directory.organizationId,
    change.entry.requestId,
    waitingKeys(change.stored),
    change.member.id,
    change.member.name,
    json(change.member.profile),
    json(entryRecord(change.entry)),
    json(eventRecords(change.events)),
  ];
}

/** A taken userName is the IdP's to solve, and it can: the filter it will send next finds the person. */
async function uniqueUserName<Result>(stored: StoredResource, work: () => Promise<Result>): Promise<Result> {
  try {
    return await guarded(work);
  } catch (error) {
    if (!violatedUnique(error)?.includes("user_name_key")) throw error;
    throw scimError.uniqueness(
      `Another user of this directory has userName "${text(stored.userName)}" already. Find it with filter=userName eq "…" and update it instead.`,
    );
  }
}

/** A store of which can be known when what it does behind the requests is done. */
export interface SettlingUserStore extends UserStore {
  settled(): Promise<void>;
}

const arrivalOf = ({ directory, id, entry, at, stored }: UserInsert | UserUpdate, version: number): Arrival => ({
  directoryId: directory.id,
  organizationId: directory.organizationId,
  userId: id,
  version,
  requestId: entry.requestId,
  at,
  keys: waitingKeys(stored),
});

/** The people of directories, on `directory_user`. Reads are one round trip, and so is every write. */
export function userStore(sql: Sql): SettlingUserStore {
  const arrivals = arrivalQueue(sql);

  /** @returns the groups that were joined; undefined when nothing was written */
  async function write(
    statement: string,
    change: UserInsert | UserUpdate,
    parameters: SqlParameter[],
    version: number,
  ) {
    const query = () => sql.query<{ groups: GroupRef[] }>(statement, parameters);
    const [written] = await uniqueUserName(change.stored, query);
    if (written) arrivals.note(arrivalOf(change, version));
    return written?.groups;
  }

  return {
    find: (directoryId, id, load) => findRow<UserRow>(sql, TABLE, directoryId, id, extraColumns(load)),
    list: (directoryId, request, load) => listRows<UserRow>(sql, TABLE, directoryId, request, extraColumns(load)),
    async insert(change) {
      const joined = await write(INSERT, change, changeParameters(change), 1);
      return joined ?? [];
    },
    update: (change) =>
      write(UPDATE, change, [...changeParameters(change), change.expectedVersion], change.expectedVersion + 1),
    settled: arrivals.settled,
    remove: (change) => guarded(() => remove(sql, change)),
  };
}

async function remove(sql: Sql, change: Removal): Promise<boolean> {
  const rows = await sql.query(REMOVE, [
    change.directory.id,
    change.id,
    change.at,
    change.directory.organizationId,
    change.expectedVersion,
    change.entry.requestId,
    json(entryRecord(change.entry)),
    json(eventRecords(change.events)),
  ]);
  return rows.length > 0;
}
