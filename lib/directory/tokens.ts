import type { IssuedToken, Token } from "#lib/contract/directory-sync.ts";
import type { AdminContext, DirectoryToken } from "./admin-context.ts";
import { audit } from "./audit.ts";
import { createDirectory, requireDirectory } from "./directories.ts";
import { DirectoryError, notFound } from "./error.ts";
import { requirePermission } from "./permissions.ts";
import { prefixedId } from "./prefixed-id.ts";

/** The plaintext exists only in this return value: the row keeps a keyed hash, and a prefix to recognise it by. */
export async function issueToken(
  ctx: AdminContext,
  directoryId: string,
  input: { name: string },
): Promise<IssuedToken> {
  const { record } = await requireDirectory(ctx, directoryId, "org:sys_provisioning:manage");
  const secret = ctx.secrets.mint("scim");
  const id = prefixedId("scimt", ctx.newId());
  const token = { id, name: input.name, secret, createdBy: ctx.actor.name, createdAt: ctx.now() };
  await ctx.stores.tokens.insert(
    directoryId,
    token,
    audit(ctx, record.organizationId, "token.issued", token, { prefix: secret.prefix, directory: record.name }),
  );
  return {
    id,
    name: input.name,
    prefix: secret.prefix,
    lastFour: secret.lastFour,
    createdAt: token.createdAt.toISOString(),
    createdBy: token.createdBy,
    lastUsedAt: null,
    lastUsedAgent: null,
    revokedAt: null,
    token: secret.plaintext,
  };
}

/**
 * As `issueToken` for callers that may not name a directory: the organization's only one, or a generic one made for it.
 * @throws DirectoryError invalid when there are several and none is named.
 */
export async function issueOrganizationToken(
  ctx: AdminContext,
  organizationId: string,
  input: { name: string; directoryId?: string | undefined },
): Promise<IssuedToken & DirectoryToken> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  const directories = await ctx.stores.directories.ofOrganization(organizationId);
  if (input.directoryId !== undefined) {
    if (!directories.some(({ id }) => id === input.directoryId)) throw notFound("directory");
    return issueNamed(ctx, input.directoryId, input);
  }
  if (directories.length > 1) {
    throw new DirectoryError("invalid", "This organization has several directories. Say which one the token is for.", {
      fields: { directory_id: "Needed when an organization has more than one directory." },
    });
  }
  const directory =
    directories[0] ?? (await createDirectory(ctx, organizationId, { name: "Directory", provider: "generic" }));
  return issueNamed(ctx, directory.id, input);
}

async function issueNamed(ctx: AdminContext, directoryId: string, input: { name: string }) {
  return { ...(await issueToken(ctx, directoryId, input)), directoryId };
}

/** Newest first, revoked ones too. */
export async function listTokens(ctx: AdminContext, directoryId: string): Promise<Token[]> {
  await requireDirectory(ctx, directoryId, "org:sys_provisioning:read");
  return ctx.stores.tokens.ofDirectory(directoryId);
}

/** All tokens of all directories of the organization, newest first. */
export async function listOrganizationTokens(ctx: AdminContext, organizationId: string): Promise<DirectoryToken[]> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  return ctx.stores.tokens.ofOrganization(organizationId);
}

/** Irreversible; the next request with the token is refused. Revoking again changes nothing. */
export async function revokeToken(ctx: AdminContext, organizationId: string, tokenId: string): Promise<DirectoryToken> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  const token = await ctx.stores.tokens.find(organizationId, tokenId);
  if (!token) throw notFound("token");
  const detail = { prefix: token.prefix };
  await ctx.stores.tokens.revoke(tokenId, ctx.now(), audit(ctx, organizationId, "token.revoked", token, detail));
  return (await ctx.stores.tokens.find(organizationId, tokenId)) ?? token;
}

/** As `revokeToken`, for a caller that knows the directory. */
export async function revokeDirectoryToken(ctx: AdminContext, directoryId: string, tokenId: string): Promise<Token> {
  const { record } = await requireDirectory(ctx, directoryId, "org:sys_provisioning:manage");
  const token = await ctx.stores.tokens.find(record.organizationId, tokenId);
  if (token?.directoryId !== directoryId) throw notFound("token");
  return revokeToken(ctx, record.organizationId, tokenId);
}
