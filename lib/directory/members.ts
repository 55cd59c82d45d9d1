import type { ChangeMemberRole, Member, MemberPage, MemberQuery, MemberSession } from "#lib/contract/member.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { BreakGlassList } from "#lib/contract/roles.ts";
import type { AdminContext, AuditWrite } from "./admin-context.ts";
import type { MemberChange, MemberRecord, ProvisionedMember } from "./administration-context.ts";
import { audit, type Change, changeOf } from "./audit.ts";
import type { Recompute } from "./context.ts";
import { DirectoryError, notFound } from "./error.ts";
import { recomputeBy } from "./mapping/recompute.ts";
import { type MemberWrite, manualRoleOf } from "./membership.ts";
import { requireMayGive, requirePermission } from "./permissions.ts";

const OWNER = "org:owner";
const ADMIN = "org:admin";

/** The organization's members, provisioned or not, by name; not those who were taken out. */
export async function listMembers(ctx: AdminContext, organizationId: string, query: MemberQuery): Promise<MemberPage> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  return ctx.stores.members.page(organizationId, query);
}

/** One member. @throws DirectoryError not_found */
export async function getMember(ctx: AdminContext, organizationId: string, memberId: string): Promise<Member> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  const member = await ctx.stores.members.one(organizationId, memberId);
  if (!member) throw notFound("member");
  return member;
}

/** @throws DirectoryError not_found, forbidden where only an owner may change an owner */
export async function requireMember(ctx: AdminContext, organizationId: string, memberId: string) {
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
const keepsFor = ({ role, active, accountId }: MemberRecord): "owner" | "admin" | null => {
  if (!active || !accountId) return null;
  return role === OWNER ? "owner" : role === ADMIN ? "admin" : null;
};

/** Changes a row, with its audit line. @throws DirectoryError conflict where the last who can run the organization would go */
export async function changeMember(
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
 * Gives a role by hand. For whom a directory sends it is a grant beside what rules give: no sync takes it away, and null
 * takes it back. Only owners make and unmake owners.
 * @throws DirectoryError invalid for a role that the organization does not have, conflict for the last owner or admin,
 * and where rules give a higher role
 */
export async function changeMemberRole(
  ctx: AdminContext,
  organizationId: string,
  memberId: string,
  { role }: ChangeMemberRole,
): Promise<void> {
  const { organization, member } = await requireMember(ctx, organizationId, memberId);
  if (member.removedAt) throw notFound("member");
  await requireGivable(ctx, organization, member, role);
  const { directoryId, directoryUserId } = member;
  if (directoryId && directoryUserId && (await ctx.stores.mapping.inForce(directoryId))) {
    if (role !== manualRoleOf(member)) await grantRole(ctx, { ...member, directoryId, directoryUserId }, role);
    return;
  }
  if (role === null || role === member.role) return;
  const { before, after } = changeOf({ role: member.role }, { role });
  const isHigher = role === OWNER || (role === ADMIN && member.role !== OWNER);
  await changeMember(ctx, organizationId, member, {
    action: "member.role_changed",
    change: { role, roleSource: "manual" },
    detail: { before, after },
    guarded: !isHigher,
  });
}

async function requireGivable(
  ctx: AdminContext,
  organization: OrganizationSummary,
  member: MemberRecord,
  role: string | null,
): Promise<void> {
  if (role === null) {
    if (member.directoryUserId) return;
    const message = `No directory sends ${member.name}, so no rule would give them a role: choose one.`;
    throw new DirectoryError("invalid", message, { fields: { role: "Choose a role." } });
  }
  const given = (await ctx.stores.roles.definitions(organization.id)).find(({ slug }) => slug === role);
  if (!given) {
    throw new DirectoryError("invalid", "There is no such role.", { fields: { role: "There is no such role." } });
  }
  requireMayGive(ctx, given);
  if (role === OWNER) requireOwner(organization, "make somebody an owner");
  if (role === OWNER && !member.accountId) {
    throw new DirectoryError("conflict", `${member.name} has no account here, so they could not act as an owner.`);
  }
}

/** Times that a change begins again because the rules were saved anew meanwhile. */
const ATTEMPTS_MAX = 5;

async function grantRole(
  ctx: AdminContext,
  member: MemberRecord & ProvisionedMember,
  role: string | null,
): Promise<void> {
  const was = manualRoleOf(member);
  const change = {
    before: { role: member.role, by_hand: was },
    after: { role: role ?? "by the rules", by_hand: role },
  };
  const line = audit(ctx, member.organizationId, "member.role_changed", member, {}, change);
  await writeByRules(ctx, member, line, (recompute) => {
    if (!recompute) throw notFound("directory");
    const keeps = keepsFor(member);
    const accept = (outcome: MemberWrite, isAnotherLeft: boolean) => {
      if (!isAnotherLeft && !isKept(keeps, outcome)) throw last(member);
      refuseOutcome(member, role, outcome);
    };
    return ctx.stores.members.grant(member, role, { recompute, accept, keeps }, line);
  });
}

/** Whether the organization keeps in them what their departure would have to leave. */
const isKept = (keeps: "owner" | "admin" | null, { active, roles }: MemberWrite) =>
  keeps === null || (active && (roles.includes(OWNER) || (keeps === "admin" && roles.includes(ADMIN))));

/** A grant that would have no effect is refused, with the reason. */
function refuseOutcome(
  member: MemberRecord,
  grant: string | null,
  { role, roles, roleOrigin, kept }: MemberWrite,
): void {
  if (grant !== null && roles.includes(grant)) return;
  if (kept === "break_glass")
    throw new DirectoryError(
      "conflict",
      `${member.name} is a break-glass person: their role stays. Take the protection away first.`,
    );
  if (kept === "last_admin") throw last(member);
  if (grant === null) return;
  const why = roleOrigin.by?.[0];
  const reason = why ? ` (${why.index === null ? "the mapping" : `rule ${why.index + 1}`}: ${why.why})` : "";
  throw new DirectoryError(
    "conflict",
    `The directory's rules give ${member.name} ${role}${reason}, which is higher. A role given by hand stands beside that and takes nothing away: change the rule, or the group at the identity provider.`,
    { fields: { role: `The rules give ${role}.` } },
  );
}

type Place = Pick<MemberRecord, "organizationId" | "directoryId">;

/** Undefined for whom no directory sends, or one that is gone. */
async function recomputeOf(
  ctx: Pick<AdminContext, "stores">,
  { organizationId, directoryId }: Place,
  line: AuditWrite,
): Promise<Recompute | undefined> {
  const inForce = directoryId === null ? undefined : await ctx.stores.mapping.inForce(directoryId);
  if (!inForce || directoryId === null) return undefined;
  return recomputeBy(inForce, { organizationId, directoryId, requestId: line.id, at: line.at });
}

/**
 * Writes by the rules in force, again where they were saved anew meanwhile.
 * @param write false when the rules changed @throws DirectoryError unavailable
 */
export async function writeByRules(
  ctx: Pick<AdminContext, "stores">,
  place: Place,
  line: AuditWrite,
  write: (recompute: Recompute | undefined) => Promise<boolean>,
): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    if (await write(await recomputeOf(ctx, place, line))) return;
  }
  throw new DirectoryError("unavailable", "The rules are being changed at this moment. Try again.");
}

/**
 * Protects a member from every sync, or no longer. Whoever loses the protection becomes at once what the identity
 * provider and the rules say.
 */
export async function setBreakGlass(
  ctx: AdminContext,
  organizationId: string,
  memberId: string,
  breakGlass: boolean,
): Promise<BreakGlassList> {
  const { member } = await requireMember(ctx, organizationId, memberId);
  if (member.removedAt) throw notFound("member");
  if (member.breakGlass === breakGlass) return listBreakGlass(ctx, organizationId);
  const action = breakGlass ? "member.protected" : "member.unprotected";
  const change = { before: { breakGlass: !breakGlass }, after: { breakGlass } };
  const line = audit(ctx, organizationId, action, member, {}, change);
  const protect = (recompute?: Recompute) => ctx.stores.members.protect(member, breakGlass, recompute, line);
  await (breakGlass ? protect() : writeByRules(ctx, member, line, protect));
  return listBreakGlass(ctx, organizationId);
}

/** People whom no sync demotes or shuts out, by name. */
export async function listBreakGlass(ctx: AdminContext, organizationId: string): Promise<BreakGlassList> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  return { data: await ctx.stores.roles.breakGlass(organizationId) };
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
  await changeMember(ctx, organizationId, member, {
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
  await changeMember(ctx, organizationId, member, {
    action: "member.restored",
    change: { active: true, removedAt: null, deactivatedAt: null },
    detail: { after: { role: member.role, active: true } },
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
