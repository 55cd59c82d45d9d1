/** Users and groups as programs read them: by id, in the order of their creation, from either end. */
import type { Role } from "#lib/contract/organization.ts";
import type { StoredResource } from "#lib/scim/resource.ts";
import type { AdminContext } from "./admin-context.ts";
import { requireDirectory } from "./directories.ts";
import { notFound } from "./error.ts";
import { uuidOf } from "./uuid-of.ts";

interface PersonOrGroup {
  /** A UUIDv7: the order of ids is the order of creation. */
  readonly id: string;
  readonly directoryId: string;
  readonly organizationId: string;
  readonly stored: StoredResource;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
export type GroupRecord = PersonOrGroup;
export interface UserRecord extends PersonOrGroup {
  readonly active: boolean;
  readonly email: string | null;
  /** What the mapping made of the person; absent before they were ever a member. */
  readonly member: { readonly role: Role; readonly name: string; readonly profile: Record<string, unknown> } | null;
}
export interface UserWithGroups extends UserRecord {
  readonly groups: readonly GroupRecord[];
}

/** Where a page begins: behind a row or before it, by its id. Neither: at the end that `order` begins with. */
export interface PagePosition {
  readonly limit: number;
  readonly order: "asc" | "desc";
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}
export interface PersonPage<Row> {
  readonly data: readonly Row[];
  /** Whether more follow in the direction that was read. */
  readonly hasMore: boolean;
}

export interface UserFilter {
  readonly q?: string | undefined;
  readonly state?: "active" | "inactive" | undefined;
  /** UUID of a group. */
  readonly group?: string | undefined;
}
export interface GroupFilter {
  readonly q?: string | undefined;
  /** UUID of a user. */
  readonly user?: string | undefined;
}

/** Every id is a UUID; every list is of one directory. */
export interface PeopleStore {
  users(directoryId: string, filter: UserFilter, position: PagePosition): Promise<PersonPage<UserRecord>>;
  countUsers(directoryId: string, filter: UserFilter): Promise<number>;
  groups(directoryId: string, filter: GroupFilter, position: PagePosition): Promise<PersonPage<GroupRecord>>;
  countGroups(directoryId: string, filter: GroupFilter): Promise<number>;
  /** In one organization, or in any where it is null. */
  findUser(organizationId: string | null, id: string): Promise<UserRecord | undefined>;
  findGroup(organizationId: string | null, id: string): Promise<GroupRecord | undefined>;
  /** By user. */
  groupsOf(
    directoryId: string,
    userIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly { readonly group: GroupRecord }[]>>;
}

/** What an actor may see at all: its organization, or any. Accounts read through their directory alone. */
const organizationOf = ({ actor }: AdminContext) => (actor.kind === "key" ? actor.organizationId : null);

const read = (ctx: AdminContext, directoryId: string) =>
  requireDirectory(ctx, directoryId, "org:sys_provisioning:read");

/** Ids that cannot be ones are nobody's. @throws DirectoryError not_found */
function requireId(id: string, what: "user" | "group"): string {
  const uuid = uuidOf(`directory_${what}`, id);
  if (!uuid) throw notFound(what);
  return uuid;
}

const inside = (position: PagePosition, what: "user" | "group"): PagePosition => ({
  ...position,
  after: position.after && requireId(position.after, what),
  before: position.before && requireId(position.before, what),
});

/** @param filter `group` is prefixed or not. @throws DirectoryError not_found for a group that is not the directory's */
export async function listUsers(
  ctx: AdminContext,
  directoryId: string,
  filter: UserFilter,
  position: PagePosition,
): Promise<PersonPage<UserRecord>> {
  await read(ctx, directoryId);
  const group = filter.group === undefined ? undefined : await requireGroup(ctx, directoryId, filter.group);
  return ctx.stores.people.users(directoryId, { ...filter, group: group?.id }, inside(position, "user"));
}

export async function countUsers(ctx: AdminContext, directoryId: string, filter: UserFilter): Promise<number> {
  await read(ctx, directoryId);
  const group = filter.group && requireId(filter.group, "group");
  return ctx.stores.people.countUsers(directoryId, { ...filter, group });
}

/** @param filter `user` is prefixed or not. @throws DirectoryError not_found for a user that is not the directory's */
export async function listGroups(
  ctx: AdminContext,
  directoryId: string,
  filter: GroupFilter,
  position: PagePosition,
): Promise<PersonPage<GroupRecord>> {
  await read(ctx, directoryId);
  const user = filter.user === undefined ? undefined : await requireUser(ctx, directoryId, filter.user);
  return ctx.stores.people.groups(directoryId, { ...filter, user: user?.id }, inside(position, "group"));
}

export async function countGroups(ctx: AdminContext, directoryId: string, filter: GroupFilter): Promise<number> {
  await read(ctx, directoryId);
  const user = filter.user && requireId(filter.user, "user");
  return ctx.stores.people.countGroups(directoryId, { ...filter, user });
}

async function requireUser(ctx: AdminContext, directoryId: string | undefined, id: string): Promise<UserRecord> {
  const user = await ctx.stores.people.findUser(organizationOf(ctx), requireId(id, "user"));
  if (!user || (directoryId !== undefined && user.directoryId !== directoryId)) throw notFound("user");
  return user;
}

async function requireGroup(ctx: AdminContext, directoryId: string | undefined, id: string): Promise<GroupRecord> {
  const group = await ctx.stores.people.findGroup(organizationOf(ctx), requireId(id, "group"));
  if (!group || (directoryId !== undefined && group.directoryId !== directoryId)) throw notFound("group");
  return group;
}

const withGroups = (user: UserRecord, groups: Awaited<ReturnType<PeopleStore["groupsOf"]>>): UserWithGroups => ({
  ...user,
  groups: (groups.get(user.id) ?? []).map(({ group }) => group),
});

/** As `listUsers`, each with the groups they are in. */
export async function listUsersWithGroups(
  ctx: AdminContext,
  directoryId: string,
  filter: UserFilter,
  position: PagePosition,
): Promise<PersonPage<UserWithGroups>> {
  const { data, hasMore } = await listUsers(ctx, directoryId, filter, position);
  const ids = data.map(({ id }) => id);
  const groups = await ctx.stores.people.groupsOf(directoryId, ids);
  return { data: data.map((user) => withGroups(user, groups)), hasMore };
}

/** With groups. Without a directory, of any that the actor may read. @throws DirectoryError not_found */
export async function getUser(
  ctx: AdminContext,
  id: string,
  directoryId?: string | undefined,
): Promise<UserWithGroups> {
  if (directoryId !== undefined) await read(ctx, directoryId);
  const user = await requireUser(ctx, directoryId, id);
  await read(ctx, user.directoryId);
  const groups = await ctx.stores.people.groupsOf(user.directoryId, [user.id]);
  return withGroups(user, groups);
}

/** Without a directory, of any that the actor may read. @throws DirectoryError not_found */
export async function getGroup(ctx: AdminContext, id: string, directoryId?: string | undefined): Promise<GroupRecord> {
  if (directoryId !== undefined) await read(ctx, directoryId);
  const group = await requireGroup(ctx, directoryId, id);
  await read(ctx, group.directoryId);
  return group;
}
