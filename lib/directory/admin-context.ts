/** What the verbs of admins and management keys are given, and what they ask of the storage (implemented in lib/db). */

import type { BearerSecrets, MintedSecret } from "#lib/auth/bearer-secret.ts";
import type { Vault } from "#lib/auth/vault.ts";
import type { ApiScope } from "#lib/contract/api-scopes.ts";
import type { AuditEntry, AuditFilters, AuditPage, AuditQuery, AuditVerification } from "#lib/contract/audit.ts";
import type { ApiKey, Token } from "#lib/contract/credential.ts";
import type { Directory } from "#lib/contract/directory.ts";
import type {
  DirectoryGroup,
  DirectoryGroupPage,
  DirectoryUser,
  DirectoryUserPage,
  GroupMemberPage,
  GroupMemberQuery,
  GroupQuery,
  MembershipHistory,
  UserQuery,
} from "#lib/contract/directory-people.ts";
import type { LogEntry } from "#lib/contract/log.ts";
import type { Role } from "#lib/contract/organization.ts";
import type { Provider } from "#lib/contract/provider.ts";
import type { Scope } from "#lib/contract/scopes.ts";
import type { StoredResource } from "#lib/scim/resource.ts";
import type { Schema } from "#lib/scim/schema/attribute.ts";
import type { TargetPolicy } from "#lib/webhooks/target.ts";
import type {
  DecisionStore,
  InvitationStore,
  MailStore,
  MemberStore,
  SettingsStore,
} from "./administration-context.ts";
import type { EventWrite } from "./context.ts";
import type { DeliveryStore } from "./deliveries.ts";
import type { EraseStore } from "./erase.ts";
import type { EventStore } from "./events.ts";
import type { HealthStore } from "./health-context.ts";
import type { LogStore } from "./log-context.ts";
import type { LogViewStore } from "./log-views.ts";
import type { MappingStore, RoleStore, RunStore } from "./mapping/store.ts";
import type { PeopleStore } from "./people.ts";
import type { SearchStore } from "./search.ts";
import type { SetupStore } from "./setup/store.ts";
import type { EndingTokens } from "./token-care.ts";
import type { WebhookStore } from "./webhooks.ts";

/** Who acts. A management key without an organization may act on every organization of this instance. */
export type Actor =
  | {
      readonly kind: "account";
      readonly id: string;
      readonly name: string;
      readonly sessionId?: string;
      /** When the password was last proved. Absent: never, as far as anybody knows. */
      readonly confirmedAt?: Date;
    }
  | {
      readonly kind: "key";
      readonly id: string;
      readonly name: string;
      readonly organizationId: string | null;
      readonly scopes: readonly ApiScope[];
    }
  /** Whoever holds a setup link: a stranger everywhere but in the setup of that one directory (setup/access.ts). */
  | LinkActor;

export interface LinkActor {
  readonly kind: "link";
  readonly id: string;
  readonly name: string;
  readonly directoryId: string;
  /** ISO 8601: when the link ends. */
  readonly expiresAt: string;
}

/** What reaches beyond this process and its database. */
export interface Outside {
  /** TXT records of a name. @throws with the resolver's `code`, such as ENOTFOUND */
  readonly lookUpTxt: (name: string) => Promise<string[]>;
  /** null: no SMTP server is set, so what there is to say waits in the outbox. */
  readonly sendMail: ((mail: { to: string; subject: string; text: string }) => Promise<void>) | null;
}

/** Through which door somebody acts, for the audit log. */
export interface ActOrigin {
  readonly surface: "dashboard" | "api" | "system";
  readonly ip: string | null;
  readonly requestId: string;
}

export interface AdminContext {
  readonly actor: Actor;
  readonly origin?: ActOrigin;
  readonly outside: Outside;
  readonly stores: AdminStores;
  readonly secrets: BearerSecrets;
  readonly vault: Vault;
  /** What may be the address of a webhook endpoint. */
  readonly targets: TargetPolicy;
  /** Public address without a trailing slash. */
  readonly baseUrl: string;
  /** Lets the runs over everybody that wait begin soon. */
  readonly wakeRuns: () => void;
  readonly now: () => Date;
  /** A new time-ordered UUID. */
  readonly newId: () => string;
}

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

/** One line of the audit log, written in the transaction of the act. */
export interface AuditWrite {
  readonly organizationId: string;
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly actorName: string;
  readonly action: string;
  readonly targetId: string;
  readonly targetName: string;
  readonly detail: Record<string, string | number | boolean | null>;
  /** What changed, as it was and as it is; absent where nothing was, or where nothing is any more. */
  readonly before?: AuditFacts | undefined;
  readonly after?: AuditFacts | undefined;
  readonly surface?: string | undefined;
  readonly ip?: string | null | undefined;
  readonly requestId?: string | undefined;
}
type AuditFact = string | number | boolean | null | readonly string[] | readonly number[];
export type AuditFacts = Readonly<Record<string, AuditFact>>;

/** The audit log is appended to by the acts themselves; a trigger of the database chains its lines. */
export interface AuditStore {
  /** Newest first. */
  page(organizationId: string, query: AuditQuery): Promise<AuditPage>;
  find(organizationId: string, id: string): Promise<AuditEntry | undefined>;
  /** Everything that fits, newest first, in pieces. */
  lines(organizationId: string, filters: AuditFilters): AsyncIterable<AuditEntry[]>;
  append(audit: AuditWrite): Promise<void>;
  /** Follows the chain from its first line. */
  verify(organizationId: string): Promise<AuditVerification>;
}

/** By id, behind the one named in `after`, or from `offset`. */
export interface OrganizationPage {
  readonly limit: number;
  readonly offset?: number | undefined;
  readonly after?: string | undefined;
}

export interface OrganizationStore {
  insert(organization: Organization, ownerAccountId: string | null, memberId: string, audit: AuditWrite): Promise<void>;
  find(id: string): Promise<Organization | undefined>;
  list(page: OrganizationPage): Promise<{ data: Organization[]; totalCount: number; hasMore: boolean }>;
  /** The organizations of an account with its role in each; only active memberships. */
  ofAccount(accountId: string): Promise<(Organization & { role: Role })[]>;
  roleOf(organizationId: string, accountId: string): Promise<Role | undefined>;
}

export interface DirectoryWrite {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly provider: Provider;
  readonly userIdAttribute: "userName" | "externalId";
  readonly createdAt: Date;
}
/** A directory as stored, before the addresses are added. */
export type DirectoryRecord = Omit<Directory, "endpointUrl" | "connectionUrl"> & { userIdAttribute: string };
/** The same without what has to be counted: enough to decide who may do what. */
export type DirectoryPlace = Omit<DirectoryRecord, "counts">;

/** What is absent stays as it is; null takes the label or the directory's own limit away. */
export interface DirectoryUpdate {
  readonly name?: string | undefined;
  readonly paused?: boolean | undefined;
  readonly pausedAt?: Date | null | undefined;
  readonly pausedUntil?: Date | null | undefined;
  readonly label?: string | null | undefined;
  readonly rateLimit?: number | null | undefined;
}

export interface DirectoryStore {
  insert(directory: DirectoryWrite, audit: AuditWrite, events: readonly EventWrite[]): Promise<void>;
  find(id: string): Promise<DirectoryRecord | undefined>;
  /** Costs the same however many people there are. */
  place(id: string): Promise<DirectoryPlace | undefined>;
  ofOrganization(organizationId: string): Promise<DirectoryRecord[]>;
  /** Of every organization, in order of creation. */
  all(): Promise<DirectoryRecord[]>;
  /** @throws DirectoryError conflict when the label is another directory's */
  update(id: string, change: DirectoryUpdate, audit: AuditWrite): Promise<void>;
  /** The extensions it declares. */
  schemas(id: string): Promise<readonly Schema[]>;
  declareSchemas(id: string, schemas: readonly Schema[], audit: AuditWrite): Promise<void>;
  /** Within `atOnce`: nobody else changes the directory or its organization until the transaction ends. */
  hold(id: string): Promise<void>;
  /** Lets filters see what was stored under these URNs (in lower case) as the schemas now declared say. */
  refold(id: string, urns: readonly string[]): Promise<void>;
  /**
   * Takes users, groups, tokens and log with it, and the memberships they stood for away; an event for each of them
   * comes before `events`.
   */
  remove(id: string, audit: AuditWrite, events: readonly EventWrite[]): Promise<void>;
  activity(id: string, since: Date): Promise<{ requests: number; refused: number; last: LogEntry | null }>;
}

export interface SecretWrite {
  readonly id: string;
  readonly name: string;
  readonly secret: MintedSecret;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** A SCIM token with the directory it opens. */
export type DirectoryToken = Token & { readonly directoryId: string };

export interface TokenWrite extends SecretWrite {
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date | null;
}

/** What a token did. */
export interface TokenTraffic {
  /** Of the newest 2,000. */
  readonly calls: number;
  readonly callsLastDay: number;
  readonly refusedLastDay: number;
  /** Scopes its newest calls needed. */
  readonly used: readonly Scope[];
}

export interface TokenStore extends EndingTokens {
  /** By token id. */
  traffic(directoryId: string, tokenIds: readonly string[], since: Date): Promise<Map<string, TokenTraffic>>;
  insert(directoryId: string, token: TokenWrite, audit: AuditWrite, events: readonly EventWrite[]): Promise<void>;
  ofDirectory(directoryId: string): Promise<Token[]>;
  ofOrganization(organizationId: string): Promise<DirectoryToken[]>;
  find(organizationId: string, tokenId: string): Promise<DirectoryToken | undefined>;
  /** @returns false when it was revoked before. */
  revoke(token: DirectoryToken, at: Date, audit: AuditWrite, events: readonly EventWrite[]): Promise<boolean>;
  /** Makes the successor, and lets the old token end at `oldExpiresAt` unless it ends earlier anyway. */
  rotate(
    old: DirectoryToken,
    successor: TokenWrite,
    oldExpiresAt: Date,
    audit: AuditWrite,
    events: readonly EventWrite[],
  ): Promise<void>;
}

/** A secret of an OAuth client as it may be shown at any time. */
export interface OAuthSecret {
  readonly id: string;
  readonly prefix: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Whoever holds one of its secrets may fetch access tokens for the directory (RFC 6749 §4.4). */
export interface OAuthClient {
  readonly id: string;
  readonly directoryId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
  /** Newest first, revoked ones too. */
  readonly secrets: readonly OAuthSecret[];
}

export interface OAuthSecretWrite extends Omit<SecretWrite, "name"> {
  readonly expiresAt: Date | null;
}
export interface OAuthClientWrite {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdBy: string;
  readonly createdAt: Date;
}

export interface OAuthClientStore {
  insert(directoryId: string, client: OAuthClientWrite, secret: OAuthSecretWrite, audit: AuditWrite): Promise<void>;
  /** Newest first, revoked ones too. */
  ofDirectory(directoryId: string): Promise<OAuthClient[]>;
  find(directoryId: string, clientId: string): Promise<OAuthClient | undefined>;
  addSecret(clientId: string, secret: OAuthSecretWrite, audit: AuditWrite): Promise<void>;
  /** Ends its access tokens too. @returns false when it was revoked before. */
  revoke(clientId: string, at: Date, audit: AuditWrite): Promise<boolean>;
  /** @returns false when it was revoked before. */
  revokeSecret(secretId: string, at: Date, audit: AuditWrite): Promise<boolean>;
}

export interface ApiKeyWrite extends SecretWrite {
  readonly scopes: readonly ApiScope[];
}

export interface ApiKeyStore {
  /** `organizationId` null: keys for every organization, whose acts no organization's audit log has. */
  insert(organizationId: string | null, key: ApiKeyWrite, audit: AuditWrite | null): Promise<void>;
  ofOrganization(organizationId: string | null): Promise<ApiKey[]>;
  find(organizationId: string | null, keyId: string): Promise<ApiKey | undefined>;
  revoke(keyId: string, at: Date, audit: AuditWrite | null): Promise<boolean>;
}

/** What the IdP sent, for people to look at. Every page is keyset-paged. */
export interface DirectoryViewStore {
  users(directoryId: string, query: UserQuery): Promise<DirectoryUserPage>;
  user(directoryId: string, userId: string): Promise<UserView | undefined>;
  groups(directoryId: string, query: GroupQuery): Promise<DirectoryGroupPage>;
  group(directoryId: string, groupId: string): Promise<GroupView | undefined>;
  groupMembers(directoryId: string, groupId: string, query: GroupMemberQuery): Promise<GroupMemberPage>;
  /** Newest first. */
  membershipHistory(directoryId: string, groupId: string, cursor: string | undefined): Promise<MembershipHistory>;
}

interface View {
  readonly stored: StoredResource;
  readonly version: number;
}
export interface UserView extends View {
  readonly summary: DirectoryUser;
  readonly groups: { id: string; displayName: string }[];
  readonly member: { id: string; role: Role; active: boolean; profile: Record<string, unknown> } | null;
}
export interface GroupView extends View {
  readonly summary: DirectoryGroup;
  readonly waiting: { value: string; since: string }[];
}

export interface AdminStores {
  /**
   * Runs acts of several stores as one: all of them count, or none. `work` is given the stores to use, may be run again
   * after a deadlock, and reaches only acts that are written in SQL (lib/db/admin-stores.ts).
   */
  readonly atOnce: <Result>(work: (stores: AdminStores) => Promise<Result>) => Promise<Result>;
  readonly mapping: MappingStore;
  readonly roles: RoleStore;
  readonly runs: RunStore;
  readonly people: PeopleStore;
  readonly search: SearchStore;
  readonly organizations: OrganizationStore;
  readonly directories: DirectoryStore;
  readonly tokens: TokenStore;
  readonly oauthClients: OAuthClientStore;
  readonly apiKeys: ApiKeyStore;
  readonly audit: AuditStore;
  readonly members: MemberStore;
  readonly erasures: EraseStore;
  readonly invitations: InvitationStore;
  readonly settings: SettingsStore;
  readonly mails: MailStore;
  readonly decisions: DecisionStore;
  readonly views: DirectoryViewStore;
  readonly setup: SetupStore;
  readonly logViews: LogViewStore;
  readonly logs: LogStore;
  readonly events: EventStore;
  readonly webhooks: WebhookStore;
  readonly deliveries: DeliveryStore;
  readonly health: HealthStore;
}
