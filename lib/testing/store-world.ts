import { v7 } from "uuid";
import type { Database } from "#lib/db/database.ts";
import { directoryStore } from "#lib/db/directory-store.ts";
import { groupStore } from "#lib/db/group-store.ts";
import { logStore } from "#lib/db/log-store.ts";
import { memberStore } from "#lib/db/member-store.ts";
import { organizationStore } from "#lib/db/organization-store.ts";
import type { Sql } from "#lib/db/sql.ts";
import { userStore } from "#lib/db/user-store.ts";
import { viewStore } from "#lib/db/view-store.ts";
import type { GroupStore, GroupUpdate, IdpDirectory, UserInsert, UserStore } from "#lib/directory/context.ts";
import type { ListRequest } from "#lib/directory/rows.ts";
import { compileConfiguration } from "#lib/mapping/compile.ts";
import { BUILT_IN_ROLES, defaultConfiguration } from "#lib/mapping/configuration.ts";
import { parseFilter } from "#lib/scim/filter/parse.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import { Group, User } from "#lib/scim/schema/resource-types.ts";
import { AT, groupChange, type MembersGiven, membershipChange, userChange } from "./store-changes.ts";

/** The stores on one database, with directories made on demand and changes made as the verbs would make them. */
export function storeWorld(database: Database) {
  const { sql } = database;
  const users = userStore(sql);
  const groups = groupStore(sql);
  return {
    database,
    users,
    groups,
    views: viewStore(sql),
    logs: logStore(database.prisma, sql, () => AT),
    memberList: memberStore(database.prisma, sql),
    addDirectory: directoryMaker(database),
    ...userShortcuts(users),
    ...groupShortcuts(groups),
    ...lookIntoTables(sql),
  };
}

export type StoreWorld = ReturnType<typeof storeWorld>;

const DEFAULT_IN_FORCE = {
  version: 0,
  compiled: compileConfiguration(defaultConfiguration("userName"), {
    type: User,
    roles: BUILT_IN_ROLES,
    attributes: [],
  }),
};

const audit = (organizationId: string) => ({
  organizationId,
  id: v7(),
  at: AT,
  actor: "key:test",
  actorName: "Test",
  action: "test",
  targetId: "",
  targetName: "",
  detail: {},
});

/** Adds a directory, in a new organization unless one is named. */
function directoryMaker({ prisma, sql }: Database) {
  const organizations = organizationStore(prisma, sql);
  return async (organizationId = `org_${v7()}`): Promise<IdpDirectory> => {
    if (!(await organizations.find(organizationId))) {
      const organization = { id: organizationId, name: "Acme", createdAt: AT };
      await organizations.insert(organization, null, "", audit(organizationId));
    }
    const directory = { id: `directory_${v7()}`, organizationId, provider: "generic" as const };
    const row = { ...directory, name: "Directory", userIdAttribute: "userName" as const, createdAt: AT };
    await directoryStore(prisma, sql).insert(row, audit(organizationId), []);
    return {
      ...directory,
      paused: false,
      pausedUntil: null,
      label: null,
      rateLimit: null,
      redacted: [],
      schemas: [],
      mapping: DEFAULT_IN_FORCE,
    };
  };
}

const request = (type: typeof User | typeof Group, filter: string): ListRequest => ({
  filter: parseFilter(filter, type, () => {}),
  sort: undefined,
  offset: 0,
  after: undefined,
  count: 1_000,
});

const userShortcuts = (users: UserStore) => ({
  /** @returns the new person's id */
  async addUser(directory: IdpDirectory, attributes: JsonObject, over: Partial<UserInsert> = {}): Promise<string> {
    const change = userChange(directory, attributes, over);
    await users.insert(change);
    return change.id;
  },
  /** Whether the person was written. */
  updateUser: async (directory: IdpDirectory, id: string, expectedVersion: number, attributes: JsonObject) =>
    (await users.update({
      ...userChange(directory, attributes, { id }),
      formerly: { schemas: [] },
      expectedVersion,
      expectedRevision: null,
      unlessLast: undefined,
    })) !== undefined,
  findUsers: (directory: IdpDirectory, filter: string, page: Partial<ListRequest> = {}) =>
    users.list(directory.id, { ...request(User, filter), ...page }, { groups: false }),
});

const groupShortcuts = (groups: GroupStore) => ({
  /** @returns the new group's id */
  async addGroup(directory: IdpDirectory, attributes: JsonObject, members: string[] = []): Promise<string> {
    const change = groupChange(directory, attributes, members);
    await groups.insert(change);
    return change.id;
  },
  changeMembers: (directory: IdpDirectory, id: string, given: MembersGiven, over: Partial<GroupUpdate> = {}) =>
    groups.update(membershipChange(directory, id, given, over)),
  members: async (directory: IdpDirectory, id: string) =>
    (await groups.find(directory.id, id, { members: true }))?.members?.map(({ value }) => value),
  findGroups: (directory: IdpDirectory, filter: string) =>
    groups.list(directory.id, request(Group, filter), { members: false }),
});

interface MemberRow extends Record<string, unknown> {
  id: string;
  active: boolean;
  name: string;
  role: string;
  deactivated_at: Date | null;
}

/** What no store tells, read from the tables. */
const lookIntoTables = (sql: Sql) => ({
  async waiting(directory: IdpDirectory, groupId: string): Promise<string[]> {
    const rows = await sql.query<{ value: string }>(
      "select value from waiting_member where directory_id = $1 and group_id = $2::uuid order by value",
      [directory.id, groupId],
    );
    return rows.map(({ value }) => value);
  },

  /** What the log and the event feed hold about the directory. */
  async traces({ id }: IdpDirectory) {
    const entries = await sql.query<{ outcome: string; sentence: string }>(
      "select outcome, sentence from provisioning_entry where directory_id = $1 order by id",
      [id],
    );
    const events = await sql.query<{ type: string; subject_id: string }>(
      "select type, subject_id from event where directory_id = $1 order by position",
      [id],
    );
    return { entries, events };
  },

  async memberOf(directory: IdpDirectory, userId: string): Promise<MemberRow | undefined> {
    const [row] = await sql.query<MemberRow>(
      "select * from member where organization_id = $1 and directory_user_id = $2::uuid",
      [directory.organizationId, userId],
    );
    return row;
  },
});
