import type { Role } from "#lib/contract/organization.ts";
import type {
  GroupFilter,
  GroupRecord,
  PagePosition,
  PeopleStore,
  PersonPage,
  UserFilter,
  UserRecord,
} from "#lib/directory/people.ts";
import { foldCase } from "#lib/scim/fold-case.ts";
import type { StoredResource } from "#lib/scim/resource.ts";
import { guarded } from "./failure.ts";
import type { Sql, SqlParameter } from "./sql.ts";

const USER_COLUMNS = `u.id, u.directory_id, d.organization_id, u.resource, u.active, coalesce(m.email, u.email) as email, u.created_at, u.updated_at,
  m.role, m.name, m.profile`;
const WITH_MEMBER = `join directory d on d.id = u.directory_id
  left join member m on m.organization_id = d.organization_id and m.directory_id = u.directory_id and m.directory_user_id = u.id`;
const USER_MATCH = `u.directory_id = $1 and ($2::boolean is null or u.active = $2)
  and ($3::text is null or u.user_name_key like $3 or lower(u.display_name) like $3 or lower(u.email) like $3)
  and ($4::uuid is null or exists (select from directory_membership x
    where x.directory_id = u.directory_id and x.group_id = $4::uuid and x.user_id = u.id))`;

const GROUP_COLUMNS = "g.id, g.directory_id, d.organization_id, g.resource, g.created_at, g.updated_at";
const GROUP_MATCH = `g.directory_id = $1 and ($2::text is null or g.display_name_key like $2)
  and ($3::uuid is null or exists (select from directory_membership x
    where x.directory_id = g.directory_id and x.group_id = g.id and x.user_id = $3::uuid))`;

/** The primary key leads with the directory, so the directories in question are asked one by one, by key. */
const inDirectories = (table: string, columns: string, alias: string, joined: string) => `
  select ${columns} from (
    select found.* from directory o cross join lateral (
      select * from ${table} t where t.directory_id = o.id and t.id = $2::uuid offset 0
    ) found where $1::text is null or o.organization_id = $1
  ) ${alias} ${joined}`;

const FIND_USER = inDirectories("directory_user", USER_COLUMNS, "u", WITH_MEMBER);
const FIND_GROUP = inDirectories("directory_group", GROUP_COLUMNS, "g", "join directory d on d.id = g.directory_id");
const GROUPS_OF = `
  select x.user_id, ${GROUP_COLUMNS} from directory_membership x
  join directory_group g on g.directory_id = x.directory_id and g.id = x.group_id
  join directory d on d.id = g.directory_id
  where x.directory_id = $1 and x.user_id = any($2::uuid[]) order by g.id`;

interface GroupRow extends Record<string, unknown> {
  id: string;
  directory_id: string;
  organization_id: string;
  resource: StoredResource;
  created_at: Date;
  updated_at: Date;
}
interface UserRow extends GroupRow {
  active: boolean;
  email: string | null;
  role: Role | null;
  name: string | null;
  profile: Record<string, unknown> | null;
}

const toGroup = (row: GroupRow): GroupRecord => ({
  id: row.id,
  directoryId: row.directory_id,
  organizationId: row.organization_id,
  stored: row.resource,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const toUser = (row: UserRow): UserRecord => ({
  ...toGroup(row),
  active: row.active,
  email: row.email,
  member: row.role === null ? null : { role: row.role, name: row.name ?? "", profile: row.profile ?? {} },
});

const pattern = (query: string | undefined) =>
  query ? `%${foldCase(query).replace(/[\\%_]/g, (character) => `\\${character}`)}%` : null;

const userMatch = (directoryId: string, { state, q, group }: UserFilter): SqlParameter[] => [
  directoryId,
  state === undefined ? null : state === "active",
  pattern(q),
  group ?? null,
];
const groupMatch = (directoryId: string, { q, user }: GroupFilter): SqlParameter[] => [
  directoryId,
  pattern(q),
  user ?? null,
];

/** Statements are constants: one for each direction. Reading backwards turns the order, and the page, around. */
function pager<Row extends GroupRow, Item>(
  sql: Sql,
  statement: string,
  alias: string,
  taken: number,
  toItem: (row: Row) => Item,
) {
  const select = (isForward: boolean) => `${statement}
    and ($${taken + 1}::uuid is null or ${alias}.id ${isForward ? ">" : "<"} $${taken + 1}::uuid)
    order by ${alias}.id ${isForward ? "asc" : "desc"} limit $${taken + 2}`;
  const forward = select(true);
  const backward = select(false);
  return async (match: SqlParameter[], position: PagePosition): Promise<PersonPage<Item>> => {
    const { limit, order, after, before } = position;
    const isBefore = after === undefined && before !== undefined;
    const isForward = (order === "asc") !== isBefore;
    const parameters = [...match, after ?? before ?? null, limit + 1];
    const rows = await guarded(() => sql.query<Row>(isForward ? forward : backward, parameters));
    const shown = rows.slice(0, limit).map(toItem);
    return { data: isBefore ? shown.reverse() : shown, hasMore: rows.length > limit };
  };
}

/** Users and groups for programs. Pages are by key. */
export function peopleStore(sql: Sql): PeopleStore {
  const users = `select ${USER_COLUMNS} from directory_user u ${WITH_MEMBER} where ${USER_MATCH}`;
  const groups = `select ${GROUP_COLUMNS} from directory_group g join directory d on d.id = g.directory_id where ${GROUP_MATCH}`;
  const userPage = pager<UserRow, UserRecord>(sql, users, "u", 4, toUser);
  const groupPage = pager<GroupRow, GroupRecord>(sql, groups, "g", 3, toGroup);
  const count = async (statement: string, match: SqlParameter[]) => {
    const [row] = await guarded(() => sql.query<{ total: number }>(statement, match));
    return row?.total ?? 0;
  };
  return {
    users: (directoryId, filter, position) => userPage(userMatch(directoryId, filter), position),
    countUsers: (directoryId, filter) =>
      count(`select count(*)::int as total from directory_user u where ${USER_MATCH}`, userMatch(directoryId, filter)),
    groups: (directoryId, filter, position) => groupPage(groupMatch(directoryId, filter), position),
    countGroups: (directoryId, filter) =>
      count(
        `select count(*)::int as total from directory_group g where ${GROUP_MATCH}`,
        groupMatch(directoryId, filter),
      ),

    async findUser(organizationId, id) {
      const [row] = await guarded(() => sql.query<UserRow>(FIND_USER, [organizationId, id]));
      return row && toUser(row);
    },
    async findGroup(organizationId, id) {
      const [row] = await guarded(() => sql.query<GroupRow>(FIND_GROUP, [organizationId, id]));
      return row && toGroup(row);
    },
    async groupsOf(directoryId, userIds) {
      const rows = await guarded(() =>
        sql.query<GroupRow & { user_id: string }>(GROUPS_OF, [directoryId, [...userIds]]),
      );
      return Map.groupBy(
        rows.map((row) => ({ userId: row.user_id, group: toGroup(row) })),
        ({ userId }) => userId,
      );
    },
  };
}
