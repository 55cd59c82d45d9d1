import type { AdminContext, AuditWrite } from "./admin-context.ts";
import { actorLabel } from "./permissions.ts";

/** The audit line of an act; written by the store in the same transaction as the act. */
export function audit(
  ctx: AdminContext,
  organizationId: string,
  action: string,
  target: { id: string; name: string },
  detail: AuditWrite["detail"] = {},
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
  };
}
