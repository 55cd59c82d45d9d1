import type {
  DirectoryGroupDetail,
  DirectoryGroupPage,
  DirectoryUserDetail,
  DirectoryUserPage,
  GroupMemberPage,
  GroupMemberQuery,
  GroupQuery,
  MembershipHistory,
  MembershipHistoryQuery,
  UserQuery,
} from "#lib/contract/directory-people.ts";
import { Group, User } from "#lib/scim/schema/resource-types.ts";
import { showResource } from "#lib/scim/show.ts";
import type { AdminContext, GroupView, UserView } from "./admin-context.ts";
import { audit } from "./audit.ts";
import { requireDirectory } from "./directories.ts";
import { notFound } from "./error.ts";

const read = (ctx: AdminContext, directoryId: string) =>
  requireDirectory(ctx, directoryId, "org:sys_provisioning:read");

export async function listDirectoryUsers(
  ctx: AdminContext,
  directoryId: string,
  query: UserQuery,
): Promise<DirectoryUserPage> {
  await read(ctx, directoryId);
  return ctx.stores.views.users(directoryId, query);
}

/** Everybody who fits, in pieces, so that memory does not grow with the directory; an audit line says who took them. */
export async function exportDirectoryUsers(ctx: AdminContext, directoryId: string, query: UserQuery) {
  const { record } = await read(ctx, directoryId);
  await ctx.stores.audit.append(audit(ctx, record.organizationId, "users.exported", record));
  return piecesOf((cursor) => ctx.stores.views.users(directoryId, { ...query, cursor }));
}

/** As `exportDirectoryUsers` for the members of one group. @throws DirectoryError not_found */
export async function exportGroupMembers(
  ctx: AdminContext,
  directoryId: string,
  groupId: string,
  query: GroupMemberQuery,
) {
  const { record } = await read(ctx, directoryId);
  const group = await ctx.stores.views.group(directoryId, groupId);
  if (!group) throw notFound("group");
  const target = { id: groupId, name: group.summary.displayName };
  await ctx.stores.audit.append(
    audit(ctx, record.organizationId, "group.exported", target, { directory: directoryId }),
  );
  return piecesOf((cursor) => ctx.stores.views.groupMembers(directoryId, groupId, { ...query, cursor }));
}

async function* piecesOf<Item>(
  readPage: (cursor: string | undefined) => Promise<{ data: Item[]; nextCursor: string | null }>,
): AsyncGenerator<Item[]> {
  let cursor: string | undefined;
  do {
    const page = await readPage(cursor);
    yield page.data;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

const metaOf = ({ summary, version }: UserView | GroupView) => ({
  created: summary.createdAt,
  lastModified: summary.updatedAt,
  version,
});

/** A person with groups, membership, the SCIM document and the newest log entries. @throws DirectoryError not_found */
export async function getDirectoryUser(
  ctx: AdminContext,
  directoryId: string,
  userId: string,
): Promise<DirectoryUserDetail> {
  await read(ctx, directoryId);
  const view = await ctx.stores.views.user(directoryId, userId);
  if (!view) throw notFound("user");
  const groups = view.groups.map(({ id, displayName }) => ({ value: id, display: displayName }));
  const { stored } = view;
  return {
    ...view.summary,
    groups: view.groups,
    member: view.member,
    resource: showResource(User, { id: userId, stored, meta: metaOf(view), baseUrl: ctx.baseUrl, groups }),
    recent: await ctx.stores.logs.recent(directoryId, userId),
  };
}

export async function listDirectoryGroups(
  ctx: AdminContext,
  directoryId: string,
  query: GroupQuery,
): Promise<DirectoryGroupPage> {
  await read(ctx, directoryId);
  return ctx.stores.views.groups(directoryId, query);
}

/** A group with waiting members, the SCIM document and the newest log entries. @throws DirectoryError not_found */
export async function getDirectoryGroup(
  ctx: AdminContext,
  directoryId: string,
  groupId: string,
): Promise<DirectoryGroupDetail> {
  await read(ctx, directoryId);
  const view = await ctx.stores.views.group(directoryId, groupId);
  if (!view) throw notFound("group");
  const { stored } = view;
  return {
    ...view.summary,
    waiting: view.waiting,
    resource: showResource(Group, { id: groupId, stored, meta: metaOf(view), baseUrl: ctx.baseUrl }),
    recent: await ctx.stores.logs.recent(directoryId, groupId),
  };
}

export async function listGroupMembers(
  ctx: AdminContext,
  directoryId: string,
  groupId: string,
  query: GroupMemberQuery,
): Promise<GroupMemberPage> {
  await read(ctx, directoryId);
  const page = await ctx.stores.views.groupMembers(directoryId, groupId, query);
  // An empty group and one that is not there look alike in their rows; only then is it worth asking.
  if (page.data.length === 0 && !(await ctx.stores.views.group(directoryId, groupId))) throw notFound("group");
  return page;
}

/** Who joined or left when, by which request; as far back as the log is kept. @throws DirectoryError not_found */
export async function listMembershipHistory(
  ctx: AdminContext,
  directoryId: string,
  groupId: string,
  { cursor }: MembershipHistoryQuery,
): Promise<MembershipHistory> {
  await read(ctx, directoryId);
  const history = await ctx.stores.views.membershipHistory(directoryId, groupId, cursor);
  if (history.data.length === 0 && !(await ctx.stores.views.group(directoryId, groupId))) throw notFound("group");
  return history;
}
