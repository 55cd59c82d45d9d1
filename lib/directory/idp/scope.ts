import type { Scope } from "#lib/contract/scopes.ts";
import { ScimError } from "#lib/scim/error.ts";
import type { IdpContext } from "../context.ts";

/** RFC 6750 §3.1. @throws ScimError 403 naming the scope that is missing */
export function requireScope(ctx: IdpContext, scope: Scope): void {
  requireAnyScope(ctx, [scope]);
}

/** @throws ScimError 403 naming the scopes of which one would do */
export function requireAnyScope(ctx: IdpContext, scopes: readonly Scope[]): void {
  if (scopes.some((scope) => ctx.scopes.includes(scope))) return;
  const detail = `This token lacks the scope ${scopes.join(" or ")}. Issue one that has it, or turn this operation off at the IdP.`;
  const challenge = `Bearer realm="scim", error="insufficient_scope", scope="${scopes.join(" ")}"`;
  throw new ScimError(403, detail, { headers: { "www-authenticate": challenge } });
}
