import { type ApiScope, beyond, EVERYTHING } from "#lib/contract/api-scopes.ts";
import type { ApiKey, IssuedApiKey } from "#lib/contract/credential.ts";
import type { AdminContext, ApiKeyWrite, AuditWrite } from "./admin-context.ts";
import { audit, REVOKED } from "./audit.ts";
import { DirectoryError, notFound } from "./error.ts";
import { requirePermission } from "./permissions.ts";
import { prefixedId } from "./prefixed-id.ts";
import { requireRecentSignIn } from "./step-up.ts";

/** Without scopes: everything the issuer may do. */
export interface ApiKeyInput {
  readonly name: string;
  readonly scopes?: readonly ApiScope[] | undefined;
}

/** What the issuer holds, and so may give. */
const scopesOf = ({ actor }: AdminContext) => (actor.kind === "key" ? actor.scopes : EVERYTHING);

/** @throws DirectoryError invalid when the key could do what its issuer cannot */
function mintKey(ctx: AdminContext, { name, scopes = scopesOf(ctx) }: ApiKeyInput): ApiKeyWrite {
  const tooMuch = beyond(scopesOf(ctx), scopes);
  if (tooMuch) {
    throw new DirectoryError(
      "invalid",
      `The key you issue this with lacks the scope ${tooMuch}, so it cannot give it.`,
      {
        fields: { scopes: `More than the issuing key may do: ${tooMuch}.` },
      },
    );
  }
  return {
    id: prefixedId("key", ctx.newId()),
    name,
    scopes,
    secret: ctx.secrets.mint("key"),
    createdBy: ctx.actor.name,
    createdAt: ctx.now(),
  };
}

async function insertKey(
  ctx: AdminContext,
  organizationId: string | null,
  key: ApiKeyWrite,
  line: AuditWrite | null,
): Promise<IssuedApiKey> {
  await ctx.stores.apiKeys.insert(organizationId, key, line);
  const issued = await ctx.stores.apiKeys.find(organizationId, key.id);
  if (!issued) throw notFound("API key");
  return { ...issued, key: key.secret.plaintext };
}

/** A key of the API for this one organization. The plaintext exists only in this return value. */
export async function issueApiKey(
  ctx: AdminContext,
  organizationId: string,
  input: ApiKeyInput,
): Promise<IssuedApiKey> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  requireRecentSignIn(ctx);
  const key = mintKey(ctx, input);
  const detail = { prefix: key.secret.prefix, scopes: key.scopes.join(" ") };
  return insertKey(
    ctx,
    organizationId,
    key,
    audit(ctx, organizationId, "api_key.issued", key, detail, { after: { name: key.name, scopes: key.scopes } }),
  );
}

/** Newest first, revoked ones too. */
export async function listApiKeys(ctx: AdminContext, organizationId: string): Promise<ApiKey[]> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  return ctx.stores.apiKeys.ofOrganization(organizationId);
}

/** @throws DirectoryError not_found */
export async function getApiKey(ctx: AdminContext, organizationId: string, keyId: string): Promise<ApiKey> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  const key = await ctx.stores.apiKeys.find(organizationId, keyId);
  if (!key) throw notFound("API key");
  return key;
}

/** Irreversible; the next request with the key is refused. Revoking again changes nothing. */
export async function revokeApiKey(ctx: AdminContext, organizationId: string, keyId: string): Promise<ApiKey> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  const key = await ctx.stores.apiKeys.find(organizationId, keyId);
  if (!key) throw notFound("API key");
  const line = audit(ctx, organizationId, "api_key.revoked", key, { prefix: key.prefix }, REVOKED);
  await ctx.stores.apiKeys.revoke(keyId, ctx.now(), line);
  return (await ctx.stores.apiKeys.find(organizationId, keyId)) ?? key;
}

/** Keys for every organization are the operator's: only such a key may see, make and end them. */
function requireInstance({ actor }: AdminContext): void {
  if (actor.kind === "key" && actor.organizationId === null) return;
  throw new DirectoryError("forbidden", "Keys of the instance need a key that is not for one organization.");
}

/** As `issueApiKey`, for every organization. */
export async function issueInstanceKey(ctx: AdminContext, input: ApiKeyInput): Promise<IssuedApiKey> {
  requireInstance(ctx);
  return insertKey(ctx, null, mintKey(ctx, input), null);
}

/** Newest first, revoked ones too. */
export async function listInstanceKeys(ctx: AdminContext): Promise<ApiKey[]> {
  requireInstance(ctx);
  return ctx.stores.apiKeys.ofOrganization(null);
}

/** @throws DirectoryError not_found */
export async function getInstanceKey(ctx: AdminContext, keyId: string): Promise<ApiKey> {
  requireInstance(ctx);
  const key = await ctx.stores.apiKeys.find(null, keyId);
  if (!key) throw notFound("API key");
  return key;
}

/** As `revokeApiKey`. */
export async function revokeInstanceKey(ctx: AdminContext, keyId: string): Promise<ApiKey> {
  const key = await getInstanceKey(ctx, keyId);
  await ctx.stores.apiKeys.revoke(keyId, ctx.now(), null);
  return (await ctx.stores.apiKeys.find(null, keyId)) ?? key;
}
