import type {
  DirectoryGroup,
  DirectoryUser,
  GroupMember,
  GroupSort,
  MembershipChange,
  UserSort,
} from "#lib/contract/directory-people.ts";
import type { Role } from "#lib/contract/organization.ts";
import type { DirectoryViewStore } from "#lib/directory/admin-context.ts";
import { foldCase } from "#lib/scim/fold-case.ts";
import type { StoredResource } from "#lib/scim/resource.ts";
import { guarded } from "./failure.ts";
import { isUuid } from "./filter-sql.ts";
import { pageOf, readCursor } from "./keyset.ts";
import { inactiveCounted, peopleCounted } from "./people-count.ts";
import type { Sql } from "./sql.ts";

const PAGE_SIZE = 50;

const pattern = (query: string | undefined) =>
  query ? `%${query.replace(/[\\%_]/g, (character) => `\\${character}`)}%` : null;
const foldedPattern = (query: string | undefined) => pattern(query && foldCase(query));

const USER_COLUMNS = `u.id, u.user_name, u.display_name, u.email, u.external_id, u.active, u.created_at, u.updated_at,
  (select count(*)::int from directory_membership m where m.directory_id = u.directory_id and m.user_id = u.id) as group_count`;
/** Folding letter case is what a search costs. Most addresses are the userName too, which is kept folded. */
const USER_MATCH = `u.directory_id = $1 and ($2::boolean is null or u.active = $2)
  and ($3::text is null or u.user_name_key like $3 or lower(u.display_name) like $3
    or (u.email is distinct from u.user_name and lower(u.email) like $3))`;
const userPage = (key: string) => `
  select ${USER_COLUMNS}, ${key} as key from directory_user u
  where ${USER_MATCH} and ($4::text is null or ${key} > $4)
  order by ${key} limit $5`;
const NAME_KEY = `(lower(coalesce(u.display_name, u.user_name)) || ' ' || u.id) collate "C"`;
const CHANGE_KEY = `((extract(epoch from u.updated_at) * 1000)::bigint || ' ' || u.id) collate "C"`;
/**
 * Every order has one key that no two people share, so that a page can go on exactly where the last one ended. The order
 * of change is that of an index: $4 the moment, $6 the person; people of the same millisecond are told apart by their id.
 */
const USER_PAGES: Record<UserSort, string> = {
  userName: userPage("u.user_name_key"),
  name: userPage(NAME_KEY),
  updated: `
    select ${USER_COLUMNS}, ${CHANGE_KEY} as key from directory_user u
    where ${USER_MATCH} and ($4::timestamptz is null or (u.updated_at, u.id) < ($4::timestamptz, $6::uuid))
    order by u.updated_at desc, u.id desc limit $5`,
};
/** A search has to look at everybody, so it finds the page and the total at once. A page of nobody has one row, without id. */
const userSearch = (key: string, isDescending = false) => `
  with found as materialized (select u.id, ${key} as key from directory_user u where ${USER_MATCH})
  select n.total, p.* from (select count(*)::int as total from found) n left join (
    select ${USER_COLUMNS}, f.key from (
      select f.id, f.key from found f where $4::text is null or f.key ${isDescending ? "<" : ">"} $4
      order by f.key ${isDescending ? "desc" : "asc"} limit $5
    ) f join directory_user u on u.directory_id = $1 and u.id = f.id
  ) p on true order by p.key ${isDescending ? "desc" : "asc"}`;
const USER_SEARCHES: Record<UserSort, string> = {
  userName: userSearch("u.user_name_key"),
  name: userSearch(NAME_KEY),
  updated: userSearch(CHANGE_KEY, true),
};
/** Where a page in the order of change ended; a cursor that is not ours starts over. */
function changeBefore(key: string | null): [Date, string] | [null, null] {
  const [, milliseconds = "", id = ""] = /^(\d{1,15}) (\S+)$/.exec(key ?? "") ?? [];
  return isUuid(id) ? [new Date(Number(milliseconds)), id] : [null, null];
}
/** Of all, the active or the inactive, by $2. */
const USER_COUNT = `select case $2::boolean when true then ${peopleCounted("$1")} - ${inactiveCounted("$1")}
  when false then ${inactiveCounted("$1")} else ${peopleCounted("$1")} end as total`;
const USER_DETAIL = `
  select ${USER_COLUMNS}, u.resource, u.version,
    (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'displayName', g.display_name) order by g.display_name), '[]')
      from directory_membership m join directory_group g on g.directory_id = m.directory_id and g.id = m.group_id
      where m.directory_id = u.directory_id and m.user_id = u.id) as groups,
    (select jsonb_build_object('id', x.id, 'role', x.role, 'active', x.active, 'profile', x.profile)
      from member x join directory d on d.organization_id = x.organization_id
      where d.id = u.directory_id and x.directory_id = u.directory_id and x.directory_user_id = u.id) as member
  from directory_user u where u.directory_id = $1 and u.id = $2::uuid`;

const GROUP_COLUMNS = `g.id, g.display_name, g.external_id, g.created_at, g.updated_at,
  (select count(*)::int from directory_membership m where m.directory_id = g.directory_id and m.group_id = g.id)
    + (select count(*)::int from directory_subgroup s where s.directory_id = g.directory_id and s.group_id = g.id) as member_count,
  (select count(*)::int from waiting_member w where w.directory_id = g.directory_id and w.group_id = g.id) as waiting_count`;
const GROUP_MATCH = `g.directory_id = $1 and ($2::text is null or g.display_name_key like $2)
  and ($3::text is distinct from 'waiting' or exists (select from waiting_member w where w.directory_id = g.directory_id and w.group_id = g.id))
  and ($3::text is distinct from 'empty' or not (
    exists (select from directory_membership m where m.directory_id = g.directory_id and m.group_id = g.id)
    or exists (select from directory_subgroup s where s.directory_id = g.directory_id and s.group_id = g.id)))`;
/** When the log last speaks of the group, by its index of targets. */
const LAST_SEEN = `(select e.at from provisioning_entry e
  where e.directory_id = $1 and e.target_id = p.id::text order by e.id desc limit 1) as last_seen_at`;
/** $4: where the page before ended. Only the groups of the page are looked up in the log. */
const groupPage = (key: string, isDescending = false) => `
  select p.*, ${LAST_SEEN} from (
    select x.*, ${key} as key from (select ${GROUP_COLUMNS}, g.display_name_key from directory_group g where ${GROUP_MATCH}) x
    where $4::text is null or ${key} ${isDescending ? "<" : ">"} $4
    order by ${key} ${isDescending ? "desc" : "asc"} limit $5
  ) p order by p.key ${isDescending ? "desc" : "asc"}`;
/** As with people, no two groups share a key. */
const GROUP_PAGES: Record<GroupSort, string> = {
  name: groupPage("x.display_name_key"),
  members: groupPage(`(lpad(x.member_count::text, 10, '0') || x.id) collate "C"`, true),
  updated: groupPage(`(to_char(x.updated_at at time zone 'UTC', 'YYYYMMDDHH24MISSMS') || x.id) collate "C"`, true),
};
const GROUP_COUNT = `select count(*)::int as total from directory_group g where ${GROUP_MATCH}`;
const GROUP_DETAIL = `
  select p.*, ${LAST_SEEN} from (select ${GROUP_COLUMNS}, g.resource, g.version,
    (select coalesce(jsonb_agg(jsonb_build_object('value', w.value, 'since', w.since) order by w.since), '[]')
      from (select * from waiting_member w where w.directory_id = g.directory_id and w.group_id = g.id
        order by since limit 100) w) as waiting
  from directory_group g where g.directory_id = $1 and g.id = $2::uuid) p`;

/** Requests that changed who is in a group: $3 the entry before which to go on. */
const HISTORY = `
  select e.id, e.at, e.sentence, e.changes from provisioning_entry e
  where e.directory_id = $1 and e.target_id = $2 and e.outcome = 'changed' and e.operation in ('group', 'membership')
    and ($3::uuid is null or e.id < $3::uuid)
    and exists (select from jsonb_array_elements(e.changes) c where c->>'attribute' in ('members', 'members (waiting)'))
  order by e.id desc limit $4`;

/** Each kind is read in the order of ids, and no further than the page goes. */
const GROUP_MEMBERS = `
  select * from (
    (select u.id, 'User' as type, coalesce(u.display_name, u.user_name) as name, u.email, u.active, m.added_at as since
    from directory_membership m join directory_user u on u.directory_id = m.directory_id and u.id = m.user_id
    where m.directory_id = $1 and m.group_id = $2::uuid and ($3::uuid is null or m.user_id > $3::uuid)
      and ($5::text is null or u.user_name_key like $5 or lower(u.display_name) like $5 or lower(u.email) like $5)
    order by m.user_id limit $4)
    union all
    (select c.id, 'Group', c.display_name, null, true, s.added_at
    from directory_subgroup s join directory_group c on c.directory_id = s.directory_id and c.id = s.child_group_id
    where s.directory_id = $1 and s.group_id = $2::uuid and ($3::uuid is null or s.child_group_id > $3::uuid)
      and ($5::text is null or c.display_name_key like $5)
    order by s.child_group_id limit $4)
  ) members order by id limit $4`;
/** A long list is scrolled through: fewer questions, and still little at a time. */
const MEMBER_PAGE = 200;

type Total = { total: number };
interface UserRow extends Record<string, unknown> {
  id: string;
  key: string;
  user_name: string;
  display_name: string | null;
  email: string | null;
  external_id: string | null;
  active: boolean;
  created_at: Date;
  updated_at: Date;
  group_count: number;
}
interface UserDetailRow extends UserRow {
  resource: StoredResource;
  version: number;
  groups: { id: string; displayName: string }[];
  member: { id: string; role: Role; active: boolean; profile: Record<string, unknown> } | null;
}
interface GroupRow extends Record<string, unknown> {
  id: string;
  key: string;
  display_name: string;
  external_id: string | null;
  created_at: Date;
  updated_at: Date;
  member_count: number;
  waiting_count: number;
  last_seen_at: Date | null;
}
interface GroupDetailRow extends GroupRow {
  resource: StoredResource;
  version: number;
  waiting: { value: string; since: string }[];
}
type MemberRow = Omit<GroupMember, "since"> & { since: Date } & Record<string, unknown>;
interface HistoryRow extends Record<string, unknown> {
  id: string;
  at: Date;
  sentence: string;
  changes: { attribute: string; before?: string[]; after?: string[] }[];
}
const HISTORY_PAGE = 20;

const toMembershipChange = ({ id, at, sentence, changes }: HistoryRow): MembershipChange => {
  const names = (attribute: string, side: "before" | "after") =>
    changes.flatMap((change) => (change.attribute === attribute ? (change[side] ?? []) : []));
  return {
    entryId: id,
    at: at.toISOString(),
    sentence,
    joined: names("members", "after"),
    left: names("members", "before"),
    waiting: names("members (waiting)", "after"),
  };
};

const toUser = (row: UserRow): DirectoryUser => ({
  id: row.id,
  userName: row.user_name,
  displayName: row.display_name,
  email: row.email,
  externalId: row.external_id,
  active: row.active,
  groupCount: row.group_count,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

const toGroup = (row: GroupRow): DirectoryGroup => ({
  id: row.id,
  displayName: row.display_name,
  externalId: row.external_id,
  memberCount: row.member_count,
  waitingCount: row.waiting_count,
  lastSeenAt: row.last_seen_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

const activeOf = (state: "active" | "inactive" | undefined) => (state === undefined ? null : state === "active");

/** What admins look at. Pages are by key, never by offset, so that the last page costs what the first does. */
export function viewStore(sql: Sql): DirectoryViewStore {
  return {
    async users(directoryId, { q, state, sort = "userName", cursor }) {
      const match = [directoryId, activeOf(state), foldedPattern(q)];
      const after = readCursor(cursor);
      if (q) {
        const parameters = [...match, after, PAGE_SIZE + 1];
        const rows = await guarded(() => sql.query<UserRow & Total>(USER_SEARCHES[sort], parameters));
        const found = rows.filter(({ id }) => id !== null);
        return { ...pageOf(found, PAGE_SIZE, ({ key }) => key, toUser), totalCount: rows[0]?.total ?? 0 };
      }
      const [moment, person] = changeBefore(after);
      const where = sort === "updated" ? [moment, PAGE_SIZE + 1, person] : [after, PAGE_SIZE + 1];
      const [rows, [count]] = await guarded(() =>
        Promise.all([
          sql.query<UserRow>(USER_PAGES[sort], [...match, ...where]),
          sql.query<Total>(USER_COUNT, [directoryId, activeOf(state)]),
        ]),
      );
      return { ...pageOf(rows, PAGE_SIZE, ({ key }) => key, toUser), totalCount: count?.total ?? 0 };
    },

    async user(directoryId, userId) {
      if (!isUuid(userId)) return undefined;
      const [row] = await guarded(() => sql.query<UserDetailRow>(USER_DETAIL, [directoryId, userId]));
      if (!row) return undefined;
      return {
        summary: toUser(row),
        stored: row.resource,
        version: row.version,
        groups: row.groups,
        member: row.member,
      };
    },

    async groups(directoryId, { q, only, sort = "name", cursor }) {
      const match = [directoryId, foldedPattern(q), only ?? null];
      const [rows, [count]] = await guarded(() =>
        Promise.all([
          sql.query<GroupRow>(GROUP_PAGES[sort], [...match, readCursor(cursor), PAGE_SIZE + 1]),
          sql.query<{ total: number }>(GROUP_COUNT, match),
        ]),
      );
      return { ...pageOf(rows, PAGE_SIZE, ({ key }) => key, toGroup), totalCount: count?.total ?? 0 };
    },

    async group(directoryId, groupId) {
      if (!isUuid(groupId)) return undefined;
      const [row] = await guarded(() => sql.query<GroupDetailRow>(GROUP_DETAIL, [directoryId, groupId]));
      return row && { summary: toGroup(row), stored: row.resource, version: row.version, waiting: row.waiting };
    },

    async groupMembers(directoryId, groupId, { q, cursor }) {
      const after = readCursor(cursor);
      if (!isUuid(groupId) || (after !== null && !isUuid(after))) return { data: [], nextCursor: null };
      const parameters = [directoryId, groupId, after, MEMBER_PAGE + 1, foldedPattern(q)];
      const rows = await guarded(() => sql.query<MemberRow>(GROUP_MEMBERS, parameters));
      return pageOf(
        rows,
        MEMBER_PAGE,
        ({ id }) => id,
        ({ since, ...member }): GroupMember => ({ ...member, since: since.toISOString() }),
      );
    },

    async membershipHistory(directoryId, groupId, cursor) {
      const before = readCursor(cursor);
      if (before !== null && !isUuid(before)) return { data: [], nextCursor: null };
      const parameters = [directoryId, groupId, before, HISTORY_PAGE + 1];
      const rows = await guarded(() => sql.query<HistoryRow>(HISTORY, parameters));
      return pageOf(rows, HISTORY_PAGE, ({ id }) => id, toMembershipChange);
    },
  };
}
