import type {
  ChangeMemberRole,
  Member,
  MemberPage,
  MemberQuery,
  MemberSession,
  SuspendMember,
} from "#lib/contract/member.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { AdminContext } from "./admin-context.ts";
import type { MemberChange, MemberRecord } from "./administration-context.ts";
import { audit, type Change, changeOf } from "./audit.ts";
import { DirectoryError, notFound } from "./error.ts";
import { requirePermission } from "./permissions.ts";

const OWNER = "org:owner";
const ADMIN = "org:admin";

/** The organization's members, provisioned or not, by name; not those who were taken out. */
export async function listMembers(ctx: AdminContext, organizationId: string, query: MemberQuery): Promise<MemberPage> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  return ctx.stores.members.page(organizationId, query);
}

/** @throws DirectoryError not_found, also for one who was taken out */
export async function getMember(ctx: AdminContext, organizationId: string, memberId: string): Promise<Member> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  const { data } = await ctx.stores.members.page(organizationId, {}, memberId);
  const [member] = data;
  if (!member) throw notFound("member");
  return member;
}

async function requireMember(ctx: AdminContext, organizationId: string, memberId: string) {
  const organization = await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  const member = await ctx.stores.members.find(organizationId, memberId);
  if (!member) throw notFound("member");
  if (member.role === OWNER) requireOwner(organization, "change an owner");
  return { organization, member };
}

function requireOwner({ name, role }: OrganizationSummary, what: string): void {
  if (role === OWNER) return;
  throw new DirectoryError("forbidden", `Only an owner of ${name} may ${what}. Ask one of them.`);
}

const last = ({ name, role }: MemberRecord) =>
  new DirectoryError(
    "conflict",
    `${name} is the last ${role === OWNER ? "owner" : "owner or admin"} who can sign in. Give somebody else the role first.`,
  );

/** What somebody's departure must leave: another owner for an owner, another owner or admin for an admin. */
const keepsFor = ({ role, active, accountId }: MemberRecord) => {
  if (!active || !accountId) return null;
  return role === OWNER ? "owner" : role === ADMIN ? "admin" : null;
};

async function write(
  ctx: AdminContext,
  organizationId: string,
  member: MemberRecord,
  { action, change, detail, ...options }: { action: string; change: MemberChange; detail: Change; guarded: boolean },
): Promise<void> {
  const keeps = options.guarded ? keepsFor(member) : null;
  const line = audit(ctx, organizationId, action, member, {}, detail);
  if (!(await ctx.stores.members.change(organizationId, member.id, change, { keeps }, line))) throw last(member);
}

/**
 * Gives a role by hand; from then on no rule changes it. Only owners make and unmake owners.
 * @throws DirectoryError conflict for the last owner or admin
 */
export async function changeMemberRole(
  ctx: AdminContext,
  organizationId: string,
  memberId: string,
  { role }: ChangeMemberRole,
): Promise<void> {
  const { organization, member } = await requireMember(ctx, organizationId, memberId);
  if (member.removedAt) throw notFound("member");
  if (![OWNER, ADMIN, "org:member"].includes(role)) {
    throw new DirectoryError("invalid", "There is no such role.", { fields: { role: "There is no such role." } });
  }
  if (role === OWNER) requireOwner(organization, "make somebody an owner");
  if (role === OWNER && !member.accountId) {
    throw new DirectoryError("conflict", `${member.name} has no account here, so they could not act as an owner.`);
  }
  if (role === member.role) return;
  const { before, after } = changeOf({ role: member.role }, { role });
  const isHigher = role === OWNER || (role === ADMIN && member.role !== OWNER);
  await write(ctx, organizationId, member, {
    action: "member.role_changed",
    change: { role, roleSource: "manual" },
    detail: { before, after },
    guarded: !isHigher,
  });
}

/** Takes somebody out who is here by an account alone; `restoreMember` undoes it. Whom a directory sends is suspended instead. */
export async function removeMember(ctx: AdminContext, organizationId: string, memberId: string): Promise<void> {
  const { member } = await requireMember(ctx, organizationId, memberId);
  if (member.removedAt) return;
  if (member.directoryUserId) {
    throw new DirectoryError(
      "conflict",
      `A directory sends ${member.name}, and would bring them back. Take them out at the identity provider, or suspend them here.`,
    );
  }
  const now = ctx.now();
  await write(ctx, organizationId, member, {
    action: "member.removed",
    change: { active: false, removedAt: now, deactivatedAt: now },
    detail: { before: { role: member.role, active: member.active } },
    guarded: true,
  });
}

/** Undoes a removal: the same member with the same role. Their sessions stay ended. */
export async function restoreMember(ctx: AdminContext, organizationId: string, memberId: string): Promise<void> {
  const { member } = await requireMember(ctx, organizationId, memberId);
  if (!member.removedAt) return;
  await write(ctx, organizationId, member, {
    action: "member.restored",
    change: { active: true, removedAt: null, deactivatedAt: null },
    detail: { after: { role: member.role, active: true } },
    guarded: false,
  });
}

/**
 * Break glass: shuts somebody out now, without waiting for the identity provider. It lasts until the time is over, until
 * the provider changes `active`, or until somebody lifts it.
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
  await write(ctx, organizationId, member, {
    action: "member.suspended",
    change: { active: false, deactivatedAt: ctx.now(), suspendedUntil: until, suspendedBy: ctx.actor.name },
    detail: { before: { active: member.active }, after: { active: false, suspended_until: until.toISOString() } },
    guarded: true,
  });
}

/** Lets somebody back in before the time is over. */
export async function liftSuspension(ctx: AdminContext, organizationId: string, memberId: string): Promise<void> {
  const { member } = await requireMember(ctx, organizationId, memberId);
  if (!member.suspendedUntil) return;
  await write(ctx, organizationId, member, {
    action: "member.suspension_lifted",
    change: { active: true, deactivatedAt: null, suspendedUntil: null, suspendedBy: null },
    detail: {
      before: { active: false, suspended_until: member.suspendedUntil.toISOString() },
      after: { active: true },
    },
    guarded: false,
  });
}

async function requireAccount(ctx: AdminContext, organizationId: string, memberId: string) {
  const { member } = await requireMember(ctx, organizationId, memberId);
  if (!member.accountId)
    throw new DirectoryError("conflict", `${member.name} has no account here, so there are no sessions.`);
  return { member, accountId: member.accountId };
}

const currentSession = ({ actor }: AdminContext) => (actor.kind === "account" ? actor.sessionId : undefined);

/** Where the member is signed in, latest use first. */
export async function listSessions(
  ctx: AdminContext,
  organizationId: string,
  memberId: string,
): Promise<MemberSession[]> {
  const { accountId } = await requireAccount(ctx, organizationId, memberId);
  const sessions = await ctx.stores.members.sessions(accountId, ctx.now());
  return sessions.map((session) => ({ ...session, current: session.id === currentSession(ctx) }));
}

/** Ends one session of a member, or all of them; the one that asks stays, unless it is the one that is named. */
export async function endSessions(
  ctx: AdminContext,
  organizationId: string,
  memberId: string,
  sessionId?: string,
): Promise<{ ended: number }> {
  const { member, accountId } = await requireAccount(ctx, organizationId, memberId);
  const which = sessionId ? { id: sessionId } : { except: currentSession(ctx) };
  const line = audit(ctx, organizationId, "member.sessions_ended", member, { session: sessionId ?? "all" });
  return { ended: await ctx.stores.members.endSessions(accountId, which, line) };
}

/** What an export has of each member: who may do what, and why. */
export async function* memberLines(ctx: AdminContext, organizationId: string): AsyncGenerator<Member[]> {
  let cursor: string | undefined;
  do {
    const page = await ctx.stores.members.page(organizationId, { cursor });
    yield page.data;
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
}

/** Everybody, for an access review. Taking the list away is noted. */
export async function exportMembers(ctx: AdminContext, organizationId: string): Promise<AsyncIterable<Member[]>> {
  const organization = await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  await ctx.stores.audit.append(audit(ctx, organizationId, "members.exported", organization));
  return memberLines(ctx, organizationId);
}
