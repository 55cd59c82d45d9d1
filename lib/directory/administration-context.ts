/** What the verbs about an organization's people, settings and notices ask of the storage (implemented in lib/db). */
import type { MintedSecret } from "#lib/auth/bearer-secret.ts";
import type { DirectoryAlarm, LinkChoice, PendingLink } from "#lib/contract/decision.ts";
import type { Invitation } from "#lib/contract/invitation.ts";
import type { Member, MemberPage, MemberQuery, MemberSession } from "#lib/contract/member.ts";
import type { Mail, Settings } from "#lib/contract/settings.ts";
import type { AuditWrite } from "./admin-context.ts";
import type { Recompute } from "./context.ts";
import type { MemberWrite } from "./membership.ts";

/** A member as the verbs need to know one. */
export interface MemberRecord {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: string;
  readonly roleSource: string;
  readonly manualRole: string | null;
  readonly breakGlass: boolean;
  readonly active: boolean;
  readonly accountId: string | null;
  readonly directoryId: string | null;
  readonly directoryUserId: string | null;
  readonly removedAt: Date | null;
  readonly suspendedUntil: Date | null;
}

/** A member behind whom there is a person of a directory. */
export type ProvisionedMember = Pick<MemberRecord, "id" | "organizationId"> & {
  readonly directoryId: string;
  readonly directoryUserId: string;
};

/** What a change of a member does to the row. */
export interface MemberChange {
  readonly role?: string;
  readonly roleSource?: "manual";
  readonly active?: boolean;
  readonly removedAt?: Date | null;
  readonly deactivatedAt?: Date | null;
  readonly suspendedUntil?: Date | null;
  readonly suspendedBy?: string | null;
}

export interface MemberStore {
  page(organizationId: string, query: MemberQuery): Promise<MemberPage>;
  /** As `page` shows them; undefined also for who was taken out. */
  one(organizationId: string, memberId: string): Promise<Member | undefined>;
  find(organizationId: string, memberId: string): Promise<MemberRecord | undefined>;
  /**
   * Changes the member unless that would leave the organization without somebody to run it, which is checked under a
   * lock: of two who demote each other at once, one is refused. An account that loses its last membership is signed out
   * by the database itself. @returns false when it was the last
   */
  change(
    organizationId: string,
    memberId: string,
    change: MemberChange,
    options: { keeps: "owner" | "admin" | null },
    audit: AuditWrite,
  ): Promise<boolean>;
  /**
   * Gives a provisioned member a role by hand, or takes the grant back, and makes the member anew by the rules in force,
   * under the lock of `change`. What `accept` throws at the outcome undoes it all; it learns whether somebody else could
   * run the organization as `keeps` says. @returns false when the rules changed meanwhile
   */
  grant(
    member: ProvisionedMember,
    grant: string | null,
    options: {
      recompute: Recompute;
      accept: (outcome: MemberWrite, isAnotherLeft: boolean) => void;
      keeps: "owner" | "admin" | null;
    },
    audit: AuditWrite,
  ): Promise<boolean>;
  /**
   * Protects a member from every sync, or no longer: then a provisioned one becomes at once what the IdP and the rules
   * say. @returns false when the rules changed meanwhile
   */
  protect(
    member: Pick<MemberRecord, "id" | "organizationId" | "directoryId" | "directoryUserId">,
    breakGlass: boolean,
    recompute: Recompute | undefined,
    audit: AuditWrite,
  ): Promise<boolean>;
  /** Those whose suspension ended before `now`; some of them, where they are very many. */
  suspendedBefore(now: Date): Promise<MemberRecord[]>;
  /**
   * Ends a suspension: a provisioned member becomes what the IdP and the rules say, and whom the IdP has deleted stays out.
   * Nothing happens where it has ended already. @returns false when the rules changed meanwhile
   */
  release(
    member: Pick<MemberRecord, "id" | "organizationId" | "directoryId" | "directoryUserId">,
    recompute: Recompute | undefined,
    audit: AuditWrite,
  ): Promise<boolean>;
  sessions(accountId: string, now: Date): Promise<Omit<MemberSession, "current">[]>;
  /** Ends one session, or all of them but `except`. @returns how many */
  endSessions(
    accountId: string,
    which: { id?: string | undefined; except?: string | undefined },
    audit: AuditWrite,
  ): Promise<number>;
}

export interface InvitationWrite {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly secret: MintedSecret;
  readonly invitedBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}
export interface InvitationRecord extends Omit<Invitation, "state"> {
  readonly organizationId: string;
  readonly organizationName: string;
}

/**
 * What the account of an address is in the organization: `held` by a directory, which has shut them out; `inactive` for
 * another reason; or taken `out`, and so free to be invited again.
 */
export type KnownMember = "active" | "suspended" | "held" | "inactive" | "out";

export interface KnownAddress {
  /** Null for whoever was never a member. `directory`: the name of the one that sends them. */
  readonly member: { readonly state: KnownMember; readonly directory: string | null } | null;
  /** One that sends a person with this address. */
  readonly directory: string | null;
}

export interface InvitationStore {
  /** Open ones to the same address end: one link at a time. */
  insert(organizationId: string, invitation: InvitationWrite, audit: AuditWrite): Promise<void>;
  noteMailed(organizationId: string, id: string): Promise<void>;
  ofOrganization(organizationId: string): Promise<InvitationRecord[]>;
  find(organizationId: string, id: string): Promise<InvitationRecord | undefined>;
  findByHash(hash: Buffer): Promise<InvitationRecord | undefined>;
  /** @returns false when it was over before. */
  revoke(organizationId: string, id: string, at: Date, audit: AuditWrite): Promise<boolean>;
  known(organizationId: string, email: string): Promise<KnownAddress>;
  /**
   * Uses the invitation up, makes the account if `newAccount` says so, and makes the membership or revives one that was
   * taken out. @returns false when somebody else has used it, it was revoked, or the account is a member, meanwhile
   */
  accept(
    invitation: InvitationRecord,
    who: {
      memberId: string;
      accountId: string;
      newAccount?: { name: string; passwordHash: string } | undefined;
    },
    at: Date,
    audit: AuditWrite,
  ): Promise<boolean>;
}

export interface DomainRecord {
  readonly domain: string;
  readonly challenge: string;
  readonly createdAt: Date;
  readonly verifiedAt: Date | null;
  readonly checkedAt: Date | null;
  readonly problem: string | null;
}

export interface SettingsStore {
  /** As chosen, without defaults. */
  read(organizationId: string): Promise<{ name: string; settings: unknown } | undefined>;
  write(organizationId: string, change: { name: string; settings: Settings }, audit: AuditWrite): Promise<void>;
  counts(organizationId: string): Promise<{ directories: number; people: number; members: number; apiKeys: number }>;
  /** With everything in it. The audit log goes too, so the act is told the operator. */
  remove(organizationId: string): Promise<void>;
  domains(organizationId: string): Promise<DomainRecord[]>;
  addDomain(organizationId: string, domain: DomainRecord, audit: AuditWrite): Promise<void>;
  noteDomain(
    organizationId: string,
    domain: string,
    outcome: { checkedAt: Date; verifiedAt: Date | null; problem: string | null },
    audit: AuditWrite | undefined,
  ): Promise<void>;
  removeDomain(organizationId: string, domain: string, audit: AuditWrite): Promise<void>;
}

export interface MailWrite {
  readonly organizationId: string;
  readonly id: string;
  /** What it is about; said once to each recipient. */
  readonly occasion: string;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly createdAt: Date;
}
export interface MailStore {
  /** @returns how many were new */
  add(mails: readonly MailWrite[]): Promise<number>;
  /** Newest first. */
  ofOrganization(organizationId: string): Promise<Mail[]>;
  /** Oldest first; not those that have failed too often. */
  waiting(limit: number): Promise<(MailWrite & { attempts: number })[]>;
  noteSent(mail: MailWrite, at: Date): Promise<void>;
  noteFailed(mail: MailWrite, problem: string): Promise<void>;
  /** Addresses of owners and admins of the organization who can sign in. */
  adminsOf(organizationId: string): Promise<string[]>;
}

/** An account and a provisioned person with the same address. */
export interface LinkPair {
  readonly organizationId: string;
  readonly directoryId: string;
  readonly userId: string;
  readonly accountId: string;
}

/** `owner`: only an owner may link an owner's account. `last`: nobody would be left to run the organization. */
export type LinkOutcome = "done" | "owner" | "last";

export interface DecisionStore {
  pending(organizationId: string, only?: LinkPair): Promise<PendingLink[]>;
  countPending(organizationId: string): Promise<number>;
  /** Makes one member of the two, or notes that they stay two. Nothing is written where the link is refused. */
  decide(
    pair: LinkPair,
    choice: LinkChoice,
    decision: { readonly by: string; readonly changesOwners: boolean },
    at: Date,
    audit: AuditWrite,
  ): Promise<LinkOutcome>;
  alarms(organizationId: string): Promise<DirectoryAlarm[]>;
  settleAlarm(organizationId: string, id: string, by: string, at: Date, audit: AuditWrite): Promise<boolean>;
}

/** How many members were taken out, and how many people directories know nothing of any more. */
export interface Deprovisioned {
  readonly members: number;
  readonly people: number;
}

/** What the notices of the background work are about, over all organizations. */
export interface NoticeStore {
  /** Tokens that end within 30 days and were not revoked. */
  expiringTokens(
    now: Date,
  ): Promise<
    { organizationId: string; directoryId: string; directoryName: string; id: string; name: string; expiresAt: Date }[]
  >;
  /** Directories whose requests were mostly refused or failed in the last hour. */
  troubledDirectories(
    now: Date,
  ): Promise<
    { organizationId: string; directoryId: string; directoryName: string; refused: number; requests: number }[]
  >;
  /** Webhook endpoints that were disabled within the last day by what they answered, or have failed for an hour. */
  troubledEndpoints(now: Date): Promise<
    {
      organizationId: string;
      id: string;
      url: string;
      state: "disabled" | "failing";
      /** Of a disabled one: `failing` or `gone`. */
      reason: string | null;
      since: Date;
    }[]
  >;
  /** Directories that lost many people within ten minutes, beside what their organization allows. */
  massChanges(
    now: Date,
  ): Promise<
    { organizationId: string; directoryId: string; directoryName: string; affected: number; people: number }[]
  >;
  raiseAlarm(
    alarm: { organizationId: string; id: string; directoryId: string; affected: number; people: number; held: boolean },
    at: Date,
    audit: AuditWrite,
  ): Promise<void>;
  organizations(): Promise<{ id: string; name: string; settings: unknown }[]>;
  /** Applies what an organization chose to keep; @returns rows that went or were emptied */
  applyRetention(
    organizationId: string,
    before: { log: Date; bodies: Date; events: Date },
  ): Promise<{ entries: number; bodies: number; events: number }>;
  /**
   * Members who lost their membership before `before`: taken out, with what the directory knows if `erase`. Told as the
   * identity provider's own DELETE is, and noted if there were any. @returns how many
   */
  applyDeprovision(
    organizationId: string,
    what: { readonly before: Date; readonly erase: boolean; readonly at: Date },
    lineOf: (done: Deprovisioned) => AuditWrite,
  ): Promise<number>;
}
