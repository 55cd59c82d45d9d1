import type { Scope } from "#lib/contract/scopes.ts";
import { ScimError } from "#lib/scim/error.ts";
import type { IdpContext } from "../context.ts";

/** RFC 6750 §3.1. @throws ScimError 403 naming the scope that is missing */
export function requireScope(ctx: IdpContext, scope: Scope): void {
  if (ctx.scopes.includes(scope)) return;
  const detail = `This token lacks the scope ${scope}. Issue one that has it, or turn this operation off at the IdP.`;
  const challenge = `Bearer realm="scim", error="insufficient_scope", scope="${scope}"`;
  throw new ScimError(403, detail, { headers: { "www-authenticate": challenge } });
}
