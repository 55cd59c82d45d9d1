/** A directory as Auth0 sees it: a connection whose SCIM configuration can be taken away and made again. */
import type { Token } from "#lib/contract/credential.ts";
import type { Directory } from "#lib/contract/directory.ts";
import type { Mapping } from "#lib/contract/mapping.ts";
import { type Auth0Pair, readPairs } from "#lib/mapping/auth0.ts";
import { TextProblem } from "#lib/mapping/finding.ts";
import type { AdminContext } from "./admin-context.ts";
import { getDirectory, listReachableDirectories, updateDirectory } from "./directories.ts";
import { DirectoryError } from "./error.ts";
import { getMapping, saveConfiguration } from "./mapping/mapping.ts";
import { listTokens, revokeDirectoryToken } from "./tokens.ts";

export interface ScimConfiguration {
  readonly directory: Directory;
  readonly mapping: Mapping;
}

/** The tokens that open the directory now. */
export async function listGoodTokens(ctx: AdminContext, directoryId: string): Promise<Token[]> {
  const now = ctx.now().toISOString();
  const all = await listTokens(ctx, directoryId);
  return all.filter(({ revokedAt, expiresAt }) => revokedAt === null && (expiresAt === null || expiresAt > now));
}

/** A paused directory that no token opens has none, as far as Auth0's callers can tell. */
const isRemoved = ({ state, counts }: Directory) => state === "paused" && counts.activeTokens === 0;

const withMapping = async (ctx: AdminContext, directory: Directory): Promise<ScimConfiguration> => ({
  directory,
  mapping: await getMapping(ctx, directory.id),
});

/** @throws DirectoryError not_found */
export async function getScimConfiguration(ctx: AdminContext, directoryId: string): Promise<ScimConfiguration> {
  const directory = await getDirectory(ctx, directoryId);
  if (isRemoved(directory))
    throw new DirectoryError("not_found", "Not Found", { detail: { missing: "scim_configuration" } });
  return withMapping(ctx, directory);
}

/** What is absent stays as it is. */
export interface ScimConfigurationChange {
  readonly userIdAttribute?: "userName" | "externalId" | undefined;
  readonly pairs?: readonly Auth0Pair[] | undefined;
}

/** @throws DirectoryError invalid for pairs that are no mapping */
function rowsOf(pairs: readonly Auth0Pair[] | undefined) {
  try {
    return pairs && readPairs(pairs);
  } catch (error) {
    if (!(error instanceof TextProblem)) throw error;
    throw new DirectoryError("invalid", error.message, { fields: { mapping: error.message } });
  }
}

async function changeMapping(ctx: AdminContext, directoryId: string, change: ScimConfigurationChange): Promise<void> {
  const rows = rowsOf(change.pairs);
  if (rows === undefined && change.userIdAttribute === undefined) return;
  const { version } = await getMapping(ctx, directoryId);
  const draft = {
    ...(rows && { rows }),
    ...(change.userIdAttribute && { userIdAttribute: change.userIdAttribute }),
  };
  await saveConfiguration(ctx, directoryId, draft, { basedOn: version, apply: "now" });
}

/** Lets a directory take requests again, with this mapping where one is given. */
export async function createScimConfiguration(
  ctx: AdminContext,
  directoryId: string,
  change: ScimConfigurationChange,
): Promise<ScimConfiguration> {
  const directory = await getDirectory(ctx, directoryId);
  await changeMapping(ctx, directoryId, change);
  if (!isRemoved(directory)) return withMapping(ctx, directory);
  return withMapping(ctx, await updateDirectory(ctx, directoryId, { state: "active" }));
}

/** @throws DirectoryError not_found, invalid */
export async function changeScimConfiguration(
  ctx: AdminContext,
  directoryId: string,
  change: ScimConfigurationChange,
): Promise<ScimConfiguration> {
  await getScimConfiguration(ctx, directoryId);
  await changeMapping(ctx, directoryId, change);
  return getScimConfiguration(ctx, directoryId);
}

/** Revokes the directory's tokens and pauses it. */
export async function removeScimConfiguration(ctx: AdminContext, directoryId: string): Promise<void> {
  await updateDirectory(ctx, directoryId, { state: "paused" });
  for (const { id } of await listGoodTokens(ctx, directoryId)) await revokeDirectoryToken(ctx, directoryId, id);
}

/** In order of creation. @param page behind the directory with the id `from` */
export async function listScimConfigurations(
  ctx: AdminContext,
  { from, take }: { from?: string | undefined; take: number },
) {
  const all = (await listReachableDirectories(ctx)).filter((directory) => !isRemoved(directory));
  const rest = all.filter(({ id }) => from === undefined || id > from);
  const shown = rest.slice(0, take);
  const data = await Promise.all(shown.map((directory) => withMapping(ctx, directory)));
  return { data, next: rest.length > take ? shown.at(-1)?.id : undefined };
}
