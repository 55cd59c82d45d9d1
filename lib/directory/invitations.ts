import * as z from "zod/mini";
import { isWellFormed } from "#lib/auth/bearer-secret.ts";
import {
  type AcceptInvitation,
  type Invitation,
  type InvitationList,
  type Invite,
  InviteAddress,
  type InviteResult,
  type OfferedInvitation,
} from "#lib/contract/invitation.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { AdminContext } from "./admin-context.ts";
import type { InvitationRecord, InvitationStore, KnownAddress } from "./administration-context.ts";
import { audit } from "./audit.ts";
import { DirectoryError, notFound } from "./error.ts";
import { requireMayGive, requirePermission } from "./permissions.ts";
import { prefixedId } from "./prefixed-id.ts";
import { requireRecentSignIn } from "./step-up.ts";

const DAY_MS = 86_400_000;

/** The secret stands after the #, which browsers send to nobody: it is in no server's log. */
const linkOf = (baseUrl: string, secret: string) => `${baseUrl}/invitation#${secret}`;

function stateOf({ acceptedAt, revokedAt, expiresAt }: InvitationRecord, now: Date): Invitation["state"] {
  if (acceptedAt) return "accepted";
  if (revokedAt) return "revoked";
  return Date.parse(expiresAt) <= now.getTime() ? "expired" : "open";
}

/** Newest first, with what became of each. */
export async function listInvitations(ctx: AdminContext, organizationId: string): Promise<InvitationList> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  const records = await ctx.stores.invitations.ofOrganization(organizationId);
  const data = records.map(({ organizationId: _, organizationName: __, ...record }) => ({
    ...record,
    state: stateOf({ ...record, organizationId, organizationName: "" }, ctx.now()),
  }));
  return { data, sendsMail: ctx.outside.sendMail !== null };
}

/** @throws DirectoryError not_found */
export async function getInvitation(ctx: AdminContext, organizationId: string, id: string): Promise<Invitation> {
  const found = (await listInvitations(ctx, organizationId)).data.find((each) => each.id === id);
  if (!found) throw notFound("invitation");
  return found;
}

/** Invites each address for itself: what is wrong with one stops no other. The links are in this answer alone. */
export async function invite(
  ctx: AdminContext,
  organizationId: string,
  { emails, role, days = 7 }: Invite,
): Promise<InviteResult[]> {
  const organization = await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  const given = (await ctx.stores.roles.definitions(organizationId)).find(({ slug }) => slug === role);
  if (!given)
    throw new DirectoryError("invalid", "There is no such role.", { fields: { role: "There is no such role." } });
  if (role === "org:owner" && organization.role !== "org:owner") {
    throw new DirectoryError("forbidden", `Only an owner of ${organization.name} may invite owners.`);
  }
  requireMayGive(ctx, given);
  requireRecentSignIn(ctx);
  const results: InviteResult[] = [];
  const done = new Set<string>();
  for (const typed of emails) {
    const parsed = z.safeParse(InviteAddress, typed);
    const email = parsed.success ? parsed.data : typed.trim();
    if (done.has(email)) continue;
    done.add(email);
    results.push(
      parsed.success
        ? await inviteOne(ctx, organization, email, { role, days })
        : refused(email, "That is no e-mail address."),
    );
  }
  return results;
}

const refused = (email: string, problem: string): InviteResult => ({
  email,
  link: null,
  mailed: false,
  problem,
  warning: null,
});

/** An invitation undoes neither a suspension nor what an identity provider says. */
function inTheWay({ state, directory }: NonNullable<KnownAddress["member"]>): string | undefined {
  if (state === "active") return "This person is a member already.";
  if (state === "suspended")
    return "This person is a member who is suspended. Lift the suspension under Members instead.";
  if (state === "held")
    return `The directory ${directory} has this person as a member and has shut them out. Let them back in at the identity provider.`;
  if (state === "inactive")
    return "This person is a member who was deactivated. Remove them under Members first, then invite them.";
  return undefined;
}

async function inviteOne(
  ctx: AdminContext,
  organization: OrganizationSummary,
  email: string,
  { role, days }: { role: string; days: number },
): Promise<InviteResult> {
  const known = await ctx.stores.invitations.known(organization.id, email);
  const problem = known.member && inTheWay(known.member);
  if (problem) return refused(email, problem);
  const warning = known.directory
    ? `The directory ${known.directory} sends a person with this address. You decide under Members whether the two are one.`
    : null;
  const createdAt = ctx.now();
  const secret = ctx.secrets.mint("invite");
  const invitation = {
    id: prefixedId("invitation", ctx.newId()),
    email,
    role,
    secret,
    invitedBy: ctx.actor.name,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + days * DAY_MS),
  };
  const after = { email, role, expires_at: invitation.expiresAt.toISOString() };
  const line = audit(ctx, organization.id, "invitation.created", { id: invitation.id, name: email }, {}, { after });
  await ctx.stores.invitations.insert(organization.id, invitation, line);
  const link = linkOf(ctx.baseUrl, secret.plaintext);
  if (await mailed(ctx, organization, email, link)) {
    await ctx.stores.invitations.noteMailed(organization.id, invitation.id);
    return { email, link: null, mailed: true, problem: null, warning };
  }
  const failed = ctx.outside.sendMail ? "The mail server did not take the message: hand the link over yourself." : null;
  return { email, link, mailed: false, problem: null, warning: [failed, warning].filter(Boolean).join(" ") || null };
}

/** Sent at once and kept nowhere: the link is a secret. */
async function mailed(ctx: AdminContext, { name }: OrganizationSummary, to: string, link: string): Promise<boolean> {
  if (!ctx.outside.sendMail) return false;
  const text = `${ctx.actor.name} invites you to ${name} on Rollcall, where directory sync is set up and watched.

Accept within the time they chose; the link works once:
${link}

If you do not know what this is about, ignore this message: nothing happens.`;
  try {
    await ctx.outside.sendMail({ to, subject: `Join ${name} on Rollcall`, text });
    return true;
  } catch {
    return false;
  }
}

/** The link stops working. Revoking again changes nothing. @throws DirectoryError conflict when it was accepted */
export async function revokeInvitation(ctx: AdminContext, organizationId: string, id: string): Promise<void> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  const invitation = await ctx.stores.invitations.find(organizationId, id);
  if (!invitation) throw notFound("invitation");
  if (invitation.acceptedAt) {
    throw new DirectoryError("conflict", "The invitation was accepted already. Remove the member instead.");
  }
  if (invitation.revokedAt) return;
  const change = { before: { state: "open" }, after: { state: "revoked" } };
  const line = audit(ctx, organizationId, "invitation.revoked", { id, name: invitation.email }, {}, change);
  await ctx.stores.invitations.revoke(organizationId, id, ctx.now(), line);
}

/** What an invitation needs of accounts, without knowing how they are kept. */
export interface AccountsForInvitations {
  findByEmail(email: string): Promise<{ id: string } | undefined>;
  hashPassword(password: string): Promise<string>;
}

const over = () =>
  new DirectoryError(
    "not_found",
    "This invitation is not valid any more: it was used, withdrawn or replaced, or its time is over. Ask for a new one.",
  );

async function open(ctx: Pick<AdminContext, "secrets" | "now"> & { invitations: InvitationStore }, secret: string) {
  if (!isWellFormed("invite", secret)) throw over();
  const invitation = await ctx.invitations.findByHash(ctx.secrets.hash(secret));
  if (!invitation || stateOf(invitation, ctx.now()) !== "open") throw over();
  return invitation;
}

export interface InvitationContext extends Pick<AdminContext, "secrets" | "now" | "newId" | "origin"> {
  readonly invitations: InvitationStore;
  readonly accounts: AccountsForInvitations;
  /** Whoever is signed in where the link was opened. */
  readonly signedIn: { readonly id: string; readonly email: string } | undefined;
}

/** What the holder of a link is invited to. @throws DirectoryError not_found for everybody else */
export async function readInvitation(ctx: InvitationContext, secret: string): Promise<OfferedInvitation> {
  const invitation = await open(ctx, secret);
  const { organizationName, invitedBy, email, role, expiresAt } = invitation;
  return {
    organizationName,
    invitedBy,
    email,
    role,
    expiresAt,
    hasAccount: (await ctx.accounts.findByEmail(email)) !== undefined,
    signedIn: ctx.signedIn?.email === email,
  };
}

/** Joins: with the account of this address if there is one, which must be signed in, else with a new one. */
export async function acceptInvitation(
  ctx: InvitationContext,
  { secret, name, password }: AcceptInvitation,
): Promise<{ organizationId: string; email: string }> {
  const invitation = await open(ctx, secret);
  const { organizationId, email } = invitation;
  const existing = await ctx.accounts.findByEmail(email);
  if (existing && existing.id !== ctx.signedIn?.id) {
    throw new DirectoryError(
      "conflict",
      `There is an account for ${email}. Sign in with it, then open the link again.`,
    );
  }
  if (!existing && (!name || !password)) {
    throw new DirectoryError("invalid", "Enter your name and a password.", {
      fields: { ...(!name && { name: "Enter your name." }), ...(!password && { password: "Choose a password." }) },
    });
  }
  const accountId = existing?.id ?? prefixedId("account", ctx.newId());
  const newAccount = existing
    ? undefined
    : { name: name ?? "", passwordHash: await ctx.accounts.hashPassword(password ?? "") };
  const actor = { kind: "account", id: accountId, name: email } as const;
  const line = audit(
    { ...ctx, actor },
    organizationId,
    "invitation.accepted",
    { id: invitation.id, name: email },
    { invited_by: invitation.invitedBy },
    { after: { email, role: invitation.role } },
  );
  const who = { memberId: prefixedId("member", ctx.newId()), accountId, newAccount };
  if (!(await ctx.invitations.accept(invitation, who, ctx.now(), line))) throw over();
  return { organizationId, email };
}
