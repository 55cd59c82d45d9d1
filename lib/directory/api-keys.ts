import type { ApiKey, IssuedApiKey } from "#lib/contract/credential.ts";
import type { AdminContext } from "./admin-context.ts";
import { audit, REVOKED } from "./audit.ts";
import { notFound } from "./error.ts";
import { requirePermission } from "./permissions.ts";
import { prefixedId } from "./prefixed-id.ts";
import { requireRecentSignIn } from "./step-up.ts";

/** A key of the management API for this one organization. The plaintext exists only in this return value. */
export async function issueApiKey(
  ctx: AdminContext,
  organizationId: string,
  input: { name: string },
): Promise<IssuedApiKey> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  requireRecentSignIn(ctx);
  const secret = ctx.secrets.mint("key");
  const key = {
    id: prefixedId("key", ctx.newId()),
    name: input.name,
    secret,
    createdBy: ctx.actor.name,
    createdAt: ctx.now(),
  };
  const line = audit(
    ctx,
    organizationId,
    "api_key.issued",
    key,
    { prefix: secret.prefix },
    { after: { name: key.name } },
  );
  await ctx.stores.apiKeys.insert(organizationId, key, line);
  const issued = await ctx.stores.apiKeys.find(organizationId, key.id);
  if (!issued) throw notFound("API key");
  return { ...issued, key: secret.plaintext };
}

/** Newest first, revoked ones too. */
export async function listApiKeys(ctx: AdminContext, organizationId: string): Promise<ApiKey[]> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  return ctx.stores.apiKeys.ofOrganization(organizationId);
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
