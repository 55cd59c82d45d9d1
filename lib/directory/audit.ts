import type { AdminContext, AuditFacts, AuditWrite } from "./admin-context.ts";
import { actorLabel } from "./permissions.ts";

/** What an act changed, as it was and as it is. */
export interface Change {
  readonly before?: AuditFacts | undefined;
  readonly after?: AuditFacts | undefined;
}

/** The audit line of an act; written by the store in the same transaction as the act. */
export function audit(
  ctx: Pick<AdminContext, "actor" | "now" | "newId" | "origin">,
  organizationId: string,
  action: string,
  target: { id: string; name: string },
  detail: AuditWrite["detail"] = {},
  change: Change = {},
): AuditWrite {
  return {
    organizationId,
    id: ctx.newId(),
    at: ctx.now(),
    actor: actorLabel(ctx.actor),
    actorName: ctx.actor.name,
    action,
    targetId: target.id,
    targetName: target.name,
    detail,
    ...change,
    ...ctx.origin,
  };
}

/** Of a credential. */
export const REVOKED: Change = { before: { state: "active" }, after: { state: "revoked" } };

const isSame = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/**
 * The part of a change that is one: facts that `after` names and that differ. Without the secret parts of anything;
 * whoever calls leaves those out.
 */
export function changeOf(before: object, after: object): { before: AuditFacts; after: AuditFacts } {
  const was = before as AuditFacts;
  const is = after as AuditFacts;
  const names = Object.keys(is).filter((name) => is[name] !== undefined && !isSame(was[name], is[name]));
  const pick = (facts: AuditFacts) => Object.fromEntries(names.map((name) => [name, facts[name] ?? null]));
  return { before: pick(was), after: pick(is) };
}
