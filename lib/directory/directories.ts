import type { Directory, DirectoryDetail } from "#lib/contract/directory.ts";
import type { Permission } from "#lib/contract/organization.ts";
import type { Provider } from "#lib/contract/provider.ts";
import type { AdminContext, AuditWrite, DirectoryPlace, DirectoryRecord } from "./admin-context.ts";
import { directoryEvents } from "./admin-events.ts";
import { audit, changeOf } from "./audit.ts";
import { DirectoryError, notFound } from "./error.ts";
import { requireMembership, requirePermission } from "./permissions.ts";
import { prefixedId } from "./prefixed-id.ts";
import { requireRecentSignIn } from "./step-up.ts";

/** The address every IdP is given; the token alone decides which directory it reaches. */
export const endpointUrl = (baseUrl: string) => `${baseUrl}/scim/v2/`;

/** The same, naming the directory: a token of another one is refused there. */
export const connectionUrl = (baseUrl: string, { id, label }: { id: string; label: string | null }) =>
  `${endpointUrl(baseUrl)}connections/${label ?? id}/`;

/** As everybody is told of it. */
export const withAddress = (ctx: AdminContext, { userIdAttribute: _, ...record }: DirectoryRecord): Directory => ({
  ...record,
  endpointUrl: endpointUrl(ctx.baseUrl),
  connectionUrl: connectionUrl(ctx.baseUrl, record),
});

/**
 * The directory, if the actor has the permission in its organization.
 * @throws DirectoryError not_found for what is missing and for strangers alike, forbidden for members without permission.
 */
export const requireDirectory = async (ctx: AdminContext, directoryId: string, permission: Permission) =>
  permitted(ctx, await ctx.stores.directories.place(directoryId), permission);

/** As `requireDirectory`, with how many people, groups and tokens there are: for what says or needs the numbers. */
export const requireCountedDirectory = async (ctx: AdminContext, directoryId: string, permission: Permission) =>
  permitted(ctx, await ctx.stores.directories.find(directoryId), permission);

async function permitted<Place extends DirectoryPlace>(
  ctx: AdminContext,
  record: Place | undefined,
  permission: Permission,
) {
  if (!record) throw notFound("directory");
  try {
    return { record, organization: await requirePermission(ctx, record.organizationId, permission) };
  } catch (error) {
    // A stranger must not learn from the wording whether the directory exists.
    if ((error as { code?: string }).code === "not_found") throw notFound("directory");
    throw error;
  }
}

/** What each IdP's sign-in knows a person by, unless the mapping says otherwise. */
export const USER_ID_ATTRIBUTES: Record<Provider, "userName" | "externalId"> = {
  okta_saml: "userName",
  okta_oidc: "externalId",
  okta_scim: "userName",
  entra: "userName",
  google: "userName",
  onelogin: "userName",
  jumpcloud: "userName",
  pingone: "userName",
  generic: "userName",
};

export async function createDirectory(
  ctx: AdminContext,
  organizationId: string,
  input: { name: string; provider: Provider },
): Promise<Directory> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  const id = prefixedId("directory", ctx.newId());
  const directory = {
    id,
    organizationId,
    name: input.name,
    provider: input.provider,
    userIdAttribute: USER_ID_ATTRIBUTES[input.provider],
    createdAt: ctx.now(),
  };
  await ctx.stores.directories.insert(
    directory,
    audit(ctx, organizationId, "directory.created", directory, { provider: input.provider }, { after: { ...input } }),
    directoryEvents(ctx, directory, "active"),
  );
  return getDirectory(ctx, id);
}

export async function listDirectories(ctx: AdminContext, organizationId: string): Promise<Directory[]> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  const records = await ctx.stores.directories.ofOrganization(organizationId);
  return records.map((record) => withAddress(ctx, record));
}

/** The directory that still waits for its first request, else the newest; one is made where there is none. */
export async function directoryToSetUp(ctx: AdminContext, organizationId: string): Promise<Directory> {
  const all = await listDirectories(ctx, organizationId);
  const found = all.find(({ state }) => state === "waiting") ?? all.at(-1);
  return found ?? createDirectory(ctx, organizationId, { name: "Directory", provider: "generic" });
}

/** Everything a key may see: its organization's directories, or all of the instance. By id. */
export async function listReachableDirectories(ctx: AdminContext): Promise<Directory[]> {
  const { actor } = ctx;
  if (actor.kind !== "key") throw new DirectoryError("forbidden", "This list is for keys of the API.");
  if (actor.organizationId !== null) return listDirectories(ctx, actor.organizationId);
  return (await ctx.stores.directories.all()).map((record) => withAddress(ctx, record));
}

export async function getDirectory(ctx: AdminContext, directoryId: string): Promise<Directory> {
  const { record } = await requireCountedDirectory(ctx, directoryId, "org:sys_provisioning:read");
  return withAddress(ctx, record);
}

/** As `getDirectory` for an address that names the organization too: both have to fit. */
export async function getOrganizationDirectory(
  ctx: AdminContext,
  { organizationId, directoryId }: { organizationId?: string; directoryId?: string },
): Promise<Directory> {
  const directory = await getDirectory(ctx, directoryId ?? "");
  if (directory.organizationId !== organizationId) throw notFound("directory");
  return directory;
}

const DAY_MS = 86_400_000;

/** The directory with its organization and what happened in the last day. */
export async function getDirectoryDetail(ctx: AdminContext, directoryId: string): Promise<DirectoryDetail> {
  const { record, organization } = await requireCountedDirectory(ctx, directoryId, "org:sys_provisioning:read");
  const since = new Date(ctx.now().getTime() - DAY_MS);
  const { requests, refused, last } = await ctx.stores.directories.activity(directoryId, since);
  return {
    ...withAddress(ctx, record),
    organization,
    lastRequest: last && { id: last.id, at: last.at, sentence: last.sentence, status: last.status },
    requestsLastDay: requests,
    refusedLastDay: refused,
  };
}

/** What is absent stays as it is; null takes the label or the directory's own limit away. */
export interface DirectoryChange {
  readonly name?: string | undefined;
  readonly state?: "active" | "paused" | undefined;
  /** With `paused`: after how many minutes it resumes by itself; absent: never. */
  readonly pauseMinutes?: number | undefined;
  readonly label?: string | null | undefined;
  readonly rateLimit?: number | null | undefined;
}

/**
 * Renames, pauses, resumes, labels or limits. A paused directory answers 503, so that the IdP repeats what it had to
 * say. @throws DirectoryError conflict when the label is another directory's
 */
export async function updateDirectory(
  ctx: AdminContext,
  directoryId: string,
  change: DirectoryChange,
): Promise<Directory> {
  const { record } = await requireDirectory(ctx, directoryId, "org:sys_provisioning:manage");
  const { state, pauseMinutes, ...kept } = change;
  const now = ctx.now();
  const pause = state && {
    paused: state === "paused",
    pausedAt: state === "paused" ? now : null,
    pausedUntil:
      state === "paused" && pauseMinutes !== undefined ? new Date(now.getTime() + pauseMinutes * 60_000) : null,
  };
  await ctx.stores.directories.update(
    directoryId,
    { ...kept, ...pause },
    audit(ctx, record.organizationId, "directory.updated", record, said(change), changed(record, change)),
  );
  return getDirectory(ctx, directoryId);
}

const changed = ({ name, state, label, rateLimit }: DirectoryPlace, change: DirectoryChange) =>
  changeOf({ name, state: state === "paused" ? "paused" : "active", label, rateLimit }, change);

/** What a change says, without what it leaves alone. */
const said = (change: DirectoryChange): AuditWrite["detail"] =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

/** Deletes the directory with its tokens, people, groups and log; the memberships it gave are taken away. */
export async function deleteDirectory(ctx: AdminContext, directoryId: string): Promise<void> {
  const { record } = await requireCountedDirectory(ctx, directoryId, "org:sys_provisioning:manage");
  requireRecentSignIn(ctx);
  const { name, provider, counts } = record;
  const before = {
    name,
    provider,
    active_users: counts.activeUsers,
    inactive_users: counts.inactiveUsers,
    groups: counts.groups,
  };
  const line = audit(ctx, record.organizationId, "directory.deleted", record, {}, { before });
  await ctx.stores.directories.remove(directoryId, line, directoryEvents(ctx, record, "deleting"));
}

/** @throws DirectoryError not_found for strangers */
export async function getEndpoint(ctx: AdminContext, organizationId: string): Promise<string> {
  await requireMembership(ctx, organizationId);
  return endpointUrl(ctx.baseUrl);
}
