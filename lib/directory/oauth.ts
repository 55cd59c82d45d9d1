/** OAuth clients of a directory: for IdPs that fetch short-lived access tokens instead of keeping a token for ever. */
import type { MintedSecret } from "#lib/auth/bearer-secret.ts";
import { SCOPES, type Scope } from "#lib/contract/scopes.ts";
import type { AdminContext, DirectoryPlace, OAuthClient, OAuthSecret, OAuthSecretWrite } from "./admin-context.ts";
import { audit, REVOKED } from "./audit.ts";
import { requireDirectory } from "./directories.ts";
import { DirectoryError, notFound } from "./error.ts";
import { prefixedId } from "./prefixed-id.ts";
import { requireRecentSignIn } from "./step-up.ts";

/** Where every client exchanges its secret for an access token. */
export const tokenUrl = (baseUrl: string) => `${baseUrl}/oauth/token`;

/** What a client is made with. Without scopes it may do everything; without a lifetime its secret is good until revoked. */
export interface OAuthClientInput {
  readonly name: string;
  readonly scopes?: readonly Scope[] | undefined;
  readonly secretLifetimeSeconds?: number | undefined;
}

/** The only time the plaintext exists. */
type Revealed<Thing> = Thing & { readonly clientSecret: string };

function mintSecret(ctx: AdminContext, lifetimeSeconds: number | undefined): OAuthSecretWrite {
  const createdAt = ctx.now();
  return {
    id: prefixedId("secret", ctx.newId()),
    secret: ctx.secrets.mint("ocs"),
    createdBy: ctx.actor.name,
    createdAt,
    expiresAt: lifetimeSeconds === undefined ? null : new Date(createdAt.getTime() + lifetimeSeconds * 1_000),
  };
}

const shown = ({ id, secret, createdAt, expiresAt }: OAuthSecretWrite): OAuthSecret => ({
  id,
  prefix: secret.prefix,
  createdAt,
  expiresAt,
  lastUsedAt: null,
  revokedAt: null,
});

/** A client with its first secret. */
export async function createOAuthClient(
  ctx: AdminContext,
  directoryId: string,
  { name, scopes = SCOPES, secretLifetimeSeconds }: OAuthClientInput,
): Promise<Revealed<OAuthClient>> {
  const { record } = await requireDirectory(ctx, directoryId, "org:sys_provisioning:manage");
  requireRecentSignIn(ctx);
  const secret = mintSecret(ctx, secretLifetimeSeconds);
  const id = prefixedId("client", ctx.newId());
  const client = { id, name, scopes, createdBy: ctx.actor.name, createdAt: secret.createdAt };
  const detail = { ...saidOf(secret), directory: record.name, scopes: scopes.join(" ") };
  const line = audit(ctx, record.organizationId, "oauth_client.created", client, detail, {
    after: { name, scopes },
  });
  await ctx.stores.oauthClients.insert(directoryId, client, secret, line);
  return { ...client, directoryId, revokedAt: null, secrets: [shown(secret)], clientSecret: secret.secret.plaintext };
}

const saidOf = ({ id, secret }: { id: string; secret: MintedSecret }) => ({ secret: id, prefix: secret.prefix });

/** Newest first, revoked ones too. */
export async function listOAuthClients(ctx: AdminContext, directoryId: string): Promise<OAuthClient[]> {
  await requireDirectory(ctx, directoryId, "org:sys_provisioning:read");
  return ctx.stores.oauthClients.ofDirectory(directoryId);
}

/** @throws DirectoryError not_found */
export async function getOAuthClient(ctx: AdminContext, directoryId: string, clientId: string): Promise<OAuthClient> {
  await requireDirectory(ctx, directoryId, "org:sys_provisioning:read");
  const client = await ctx.stores.oauthClients.find(directoryId, clientId);
  if (!client) throw notFound("OAuth client");
  return client;
}

async function requireClient(
  ctx: AdminContext,
  directoryId: string,
  clientId: string,
): Promise<{ record: DirectoryPlace; client: OAuthClient }> {
  const { record } = await requireDirectory(ctx, directoryId, "org:sys_provisioning:manage");
  const client = await ctx.stores.oauthClients.find(directoryId, clientId);
  if (!client) throw notFound("OAuth client");
  return { record, client };
}

/** One more secret, so that the IdP can be given it while the old one still works. @throws DirectoryError conflict */
export async function addOAuthSecret(
  ctx: AdminContext,
  directoryId: string,
  clientId: string,
  lifetimeSeconds?: number,
): Promise<Revealed<OAuthSecret>> {
  const { record, client } = await requireClient(ctx, directoryId, clientId);
  requireRecentSignIn(ctx);
  if (client.revokedAt) throw new DirectoryError("conflict", "This client has been revoked. Create a new one.");
  const secret = mintSecret(ctx, lifetimeSeconds);
  const line = audit(ctx, record.organizationId, "oauth_secret.added", client, saidOf(secret), {
    after: { prefix: secret.secret.prefix, expires_at: secret.expiresAt?.toISOString() ?? null },
  });
  await ctx.stores.oauthClients.addSecret(clientId, secret, line);
  return { ...shown(secret), clientSecret: secret.secret.plaintext };
}

/** No access token is granted for it any more; those that it was exchanged for end within the hour. */
export async function revokeOAuthSecret(
  ctx: AdminContext,
  directoryId: string,
  clientId: string,
  secretId: string,
): Promise<OAuthSecret> {
  const { record, client } = await requireClient(ctx, directoryId, clientId);
  const secretOf = ({ secrets }: OAuthClient) => secrets.find(({ id }) => id === secretId);
  const secret = secretOf(client);
  if (!secret) throw notFound("secret");
  const detail = { secret: secretId, prefix: secret.prefix };
  const line = audit(ctx, record.organizationId, "oauth_secret.revoked", client, detail, REVOKED);
  await ctx.stores.oauthClients.revokeSecret(secretId, line.at, line);
  const after = await ctx.stores.oauthClients.find(directoryId, clientId);
  return (after && secretOf(after)) ?? secret;
}

/** Irreversible; its secrets and all its access tokens are refused from now on. Revoking again changes nothing. */
export async function revokeOAuthClient(
  ctx: AdminContext,
  directoryId: string,
  clientId: string,
): Promise<OAuthClient> {
  const { record, client } = await requireClient(ctx, directoryId, clientId);
  const line = audit(ctx, record.organizationId, "oauth_client.revoked", client, {}, REVOKED);
  await ctx.stores.oauthClients.revoke(clientId, line.at, line);
  return (await ctx.stores.oauthClients.find(directoryId, clientId)) ?? client;
}
