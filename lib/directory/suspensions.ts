/** Break glass: shutting somebody out by hand, for a time, whatever the identity provider says. */
import type { SuspendMember } from "#lib/contract/member.ts";
import type { AdminContext, AuditWrite } from "./admin-context.ts";
import type { MemberRecord } from "./administration-context.ts";
import { audit } from "./audit.ts";
import { DirectoryError, notFound } from "./error.ts";
import { changeMember, requireMember, writeByRules } from "./members.ts";

/**
 * Shuts somebody out now, without waiting for the identity provider. It lasts until the time is over, until the provider
 * says that they are inactive, or until somebody lifts it.
 */
export async function suspendMember(
  ctx: AdminContext,
  organizationId: string,
  memberId: string,
  { hours }: SuspendMember,
): Promise<void> {
  const { member } = await requireMember(ctx, organizationId, memberId);
  if (member.removedAt) throw notFound("member");
  const isSuspended = member.suspendedUntil !== null && member.suspendedUntil > ctx.now();
  if (!member.active && !isSuspended) throw new DirectoryError("conflict", `${member.name} is shut out already.`);
  const until = new Date(ctx.now().getTime() + hours * 3_600_000);
  const shutOut = member.active ? { active: false, deactivatedAt: ctx.now() } : {};
  await changeMember(ctx, organizationId, member, {
    action: "member.suspended",
    change: { ...shutOut, suspendedUntil: until, suspendedBy: ctx.actor.name },
    detail: { before: { active: member.active }, after: { active: false, suspended_until: until.toISOString() } },
    guarded: true,
  });
}

/** Ends a suspension before its time: the member becomes what the identity provider and the rules say. */
export async function liftSuspension(ctx: AdminContext, organizationId: string, memberId: string): Promise<void> {
  const { member } = await requireMember(ctx, organizationId, memberId);
  if (!member.suspendedUntil) return;
  const change = { before: { suspended_until: member.suspendedUntil.toISOString() }, after: { suspended_until: null } };
  await release(ctx, member, audit(ctx, organizationId, "member.suspension_lifted", member, {}, change));
}

type AuditContext = Parameters<typeof audit>[0];

/** Ends the suspensions whose time is over, as lifting them would. Run by the jobs. */
export async function endSuspensions(ctx: AuditContext & Pick<AdminContext, "stores" | "now">): Promise<void> {
  for (const member of await ctx.stores.members.suspendedBefore(ctx.now())) {
    await release(ctx, member, audit(ctx, member.organizationId, "member.suspension_ended", member));
  }
}

const release = (ctx: Pick<AdminContext, "stores">, member: MemberRecord, line: AuditWrite) =>
  writeByRules(ctx, member, line, (recompute) => ctx.stores.members.release(member, recompute, line));
