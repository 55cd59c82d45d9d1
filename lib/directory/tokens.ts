import type { IssuedToken, Token } from "#lib/contract/credential.ts";
import { SCOPES, type Scope } from "#lib/contract/scopes.ts";
import type { AdminContext, DirectoryPlace, DirectoryToken, TokenWrite } from "./admin-context.ts";
import { tokenEvents } from "./admin-events.ts";
import { audit, REVOKED } from "./audit.ts";
import { createDirectory, requireDirectory } from "./directories.ts";
import { DirectoryError, notFound } from "./error.ts";
import { requirePermission } from "./permissions.ts";
import { prefixedId } from "./prefixed-id.ts";
import { requireRecentSignIn } from "./step-up.ts";

/** What a token is made with. Without scopes it may do everything; without a lifetime it is good until it is revoked. */
export interface TokenInput {
  readonly name: string;
  readonly scopes?: readonly Scope[] | undefined;
  /** At least 900 (lib/contract/scopes.ts). */
  readonly lifetimeSeconds?: number | undefined;
}

function mintToken(ctx: AdminContext, { name, scopes = SCOPES, lifetimeSeconds }: TokenInput): TokenWrite {
  const createdAt = ctx.now();
  return {
    id: prefixedId("scimt", ctx.newId()),
    name,
    secret: ctx.secrets.mint("scim"),
    createdBy: ctx.actor.name,
    createdAt,
    scopes,
    expiresAt: lifetimeSeconds === undefined ? null : new Date(createdAt.getTime() + lifetimeSeconds * 1_000),
  };
}

const shownToken = ({ secret, ...token }: TokenWrite) => ({
  ...token,
  prefix: secret.prefix,
  lastFour: secret.lastFour,
});

const reveal = ({ secret, ...token }: TokenWrite): IssuedToken => ({
  id: token.id,
  name: token.name,
  prefix: secret.prefix,
  lastFour: secret.lastFour,
  createdAt: token.createdAt.toISOString(),
  createdBy: token.createdBy,
  lastUsedAt: null,
  lastUsedAgent: null,
  lastUsedIp: null,
  successorId: null,
  revokedAt: null,
  scopes: [...token.scopes],
  expiresAt: token.expiresAt?.toISOString() ?? null,
  token: secret.plaintext,
});

/** The plaintext exists only in this return value: the row keeps a keyed hash, and a prefix to recognise it by. */
export async function issueToken(ctx: AdminContext, directoryId: string, input: TokenInput): Promise<IssuedToken> {
  const { record } = await requireDirectory(ctx, directoryId, "org:sys_provisioning:manage");
  return issueTokenFor(ctx, record, input);
}

/** As `issueToken`, for a verb that has made sure already of who acts. */
export async function issueTokenFor(
  ctx: AdminContext,
  record: DirectoryPlace,
  input: TokenInput,
): Promise<IssuedToken> {
  requireRecentSignIn(ctx);
  const token = mintToken(ctx, input);
  const detail = { prefix: token.secret.prefix, directory: record.name, scopes: token.scopes.join(" ") };
  const after = { name: token.name, scopes: token.scopes, expires_at: token.expiresAt?.toISOString() ?? null };
  const line = audit(ctx, record.organizationId, "token.issued", token, detail, { after });
  const place = { organizationId: record.organizationId, directoryId: record.id };
  await ctx.stores.tokens.insert(record.id, token, line, tokenEvents(ctx, "issued", shownToken(token), place));
  return reveal(token);
}

/**
 * A successor with the same name and scopes; the old token goes on working for `overlapSeconds`, so that the IdP can be
 * given the new one without missing a change. @throws DirectoryError conflict when the old one has ended already
 */
export async function rotateToken(
  ctx: AdminContext,
  organizationId: string,
  tokenId: string,
  { overlapSeconds, lifetimeSeconds }: { overlapSeconds: number; lifetimeSeconds?: number | undefined },
): Promise<IssuedToken & DirectoryToken> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  requireRecentSignIn(ctx);
  const old = await ctx.stores.tokens.find(organizationId, tokenId);
  if (!old) throw notFound("token");
  const now = ctx.now();
  const hasEnded = old.revokedAt !== null || (old.expiresAt !== null && Date.parse(old.expiresAt) <= now.getTime());
  if (hasEnded) throw new DirectoryError("conflict", "This token has been revoked or has expired. Issue a new one.");
  const successor = mintToken(ctx, { name: old.name, scopes: old.scopes, lifetimeSeconds });
  const oldEnds = new Date(now.getTime() + overlapSeconds * 1_000);
  const detail = { successor: successor.id, overlap: overlapSeconds };
  const line = audit(ctx, organizationId, "token.rotated", old, detail, {
    before: { prefix: old.prefix, expires_at: old.expiresAt },
    after: { prefix: successor.secret.prefix, expires_at: successor.expiresAt?.toISOString() ?? null },
  });
  const events = tokenEvents(ctx, "issued", shownToken(successor), { organizationId, directoryId: old.directoryId });
  await ctx.stores.tokens.rotate(old, successor, oldEnds, line, events);
  return { ...reveal(successor), directoryId: old.directoryId };
}

/**
 * As `issueToken` for callers that may not name a directory: the organization's only one, or a generic one made for it.
 * @throws DirectoryError invalid when there are several and none is named.
 */
export async function issueOrganizationToken(
  ctx: AdminContext,
  organizationId: string,
  input: TokenInput & { readonly directoryId?: string | undefined },
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

async function issueNamed(ctx: AdminContext, directoryId: string, input: TokenInput) {
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

/** @throws DirectoryError not_found */
export async function getToken(ctx: AdminContext, organizationId: string, tokenId: string): Promise<DirectoryToken> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  const token = await ctx.stores.tokens.find(organizationId, tokenId);
  if (!token) throw notFound("token");
  return token;
}

/** Irreversible; the next request with the token is refused. Revoking again changes nothing. */
export async function revokeToken(ctx: AdminContext, organizationId: string, tokenId: string): Promise<DirectoryToken> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  const token = await ctx.stores.tokens.find(organizationId, tokenId);
  if (!token) throw notFound("token");
  const detail = { prefix: token.prefix };
  const line = audit(ctx, organizationId, "token.revoked", token, detail, REVOKED);
  const events = tokenEvents(ctx, "revoked", token, { organizationId, directoryId: token.directoryId });
  await ctx.stores.tokens.revoke(token, ctx.now(), line, events);
  return (await ctx.stores.tokens.find(organizationId, tokenId)) ?? token;
}

/** As `revokeToken`, for a caller that knows the directory. */
export async function revokeDirectoryToken(ctx: AdminContext, directoryId: string, tokenId: string): Promise<Token> {
  const { record } = await requireDirectory(ctx, directoryId, "org:sys_provisioning:manage");
  const token = await ctx.stores.tokens.find(record.organizationId, tokenId);
  if (token?.directoryId !== directoryId) throw notFound("token");
  return revokeToken(ctx, record.organizationId, tokenId);
}
