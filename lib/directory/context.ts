/**
 * What the verbs of one SCIM request are given, and what they ask of the storage. `lib/db` implements these interfaces;
 * the composition root (lib/http) puts the two together. Every call names the directory: there is no other way to a row.
 */

import type { SealedTexts } from "#lib/auth/sealed-text.ts";
import type { CauseCode } from "#lib/causes/catalogue.ts";
import type { LogOperation } from "#lib/contract/log.ts";
import type { Provider } from "#lib/contract/provider.ts";
import type { Scope } from "#lib/contract/scopes.ts";
import type { PersonGroup } from "#lib/mapping/source.ts";
import type { MemberInput } from "#lib/scim/members.ts";
import type { JsonObject, JsonValue, StoredResource } from "#lib/scim/resource.ts";
import type { ResourceType, Schema } from "#lib/scim/schema/attribute.ts";
import type { GroupRef, MemberRef } from "#lib/scim/show.ts";
import type { MappingInForce, MemberDecision, MemberState, MemberWrite, PersonNow } from "./membership.ts";
import type { GroupRow, ListRequest, ListResult, PageOfAll, UnreadUser, UserRow } from "./rows.ts";

/** The directory a credential belongs to. The tenant of everything that follows comes from here alone. */
export interface IdpDirectory {
  readonly id: string;
  readonly organizationId: string;
  readonly provider: Provider;
  readonly paused: boolean;
  /** When the pause ends by itself. */
  readonly pausedUntil: Date | null;
  /** May stand in the address instead of the id. */
  readonly label: string | null;
  /** Operations per second and token; null: the operator's default. */
  readonly rateLimit: number | null;
  /** Extensions that admins declared, already checked. */
  readonly schemas: readonly Schema[];
  /** Attributes whose values the log never keeps. */
  readonly redacted: readonly string[];
  /** Mapping and role rules in force when the token was looked up. */
  readonly mapping: MappingInForce;
}

/** What the log says of the request itself. */
export interface RequestFacts {
  readonly id: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string | null;
  /** Parsed; absent before the body is read and for requests without one. */
  body?: JsonValue;
  readonly receivedAt: Date;
  readonly userAgent: string | null;
  /** Names of the request's headers, in lower case. */
  readonly headerNames: ReadonlySet<string>;
  readonly ip: string | null;
  readonly tokenId: string;
  readonly tokenPrefix: string;
  /** Deviations from the RFCs that were tolerated. */
  readonly deviations: Set<string>;
  /** Why the caller was turned away, in the log's words, when the answer must not say it. */
  refusal?: string;
  /** The cause of a refusal or of what is only half right, where it is known before the answer. */
  cause?: CauseCode | undefined;
}

/** One SCIM request of one directory. Immutable but for the facts it collects about itself. */
export interface IdpContext {
  readonly directory: IdpDirectory;
  /** What the token may be used for. */
  readonly scopes: readonly Scope[];
  readonly request: RequestFacts;
  /** User and Group with the extensions this directory declares. */
  readonly types: { readonly User: ResourceType; readonly Group: ResourceType };
  readonly sealed: SealedTexts;
  /** Public address without a trailing slash. */
  readonly baseUrl: string;
  readonly now: () => Date;
  /** A new time-ordered UUID. */
  readonly newId: () => string;
  readonly mapping: MappingHolder;
  readonly users: UserStore;
  readonly groups: GroupStore;
}

/** The configuration a request works with; a write that finds it changed asks for the newer one and starts again. */
export interface MappingHolder {
  readonly current: MappingInForce;
  refresh(): Promise<void>;
}

/* What a change brings with it: written in the same transaction or not at all */

export interface LogEntryWrite {
  readonly id: string;
  readonly directoryId: string;
  readonly at: Date;
  readonly outcome: "changed" | "read" | "refused" | "failed";
  readonly operation: LogOperation;
  readonly cause: CauseCode | null;
  readonly sentence: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly scimType: string | null;
  readonly durationMs: number;
  readonly targetType: "User" | "Group" | null;
  readonly targetId: string | null;
  readonly targetName: string | null;
  readonly tokenId: string | null;
  readonly tokenPrefix: string | null;
  readonly requestId: string;
  readonly userAgent: string | null;
  readonly ip: string | null;
  /** How the IdP spoke (lib/scim/dialect.ts). */
  readonly dialect: string;
  readonly deviations: readonly string[];
  readonly changes: JsonValue;
  readonly request: { query: string | null; body: JsonValue };
  readonly response: { body: JsonValue };
  /** What it is found by (lib/directory/idp/log-words.ts). */
  readonly words: readonly string[];
}

/** An event of the feed; ids and order are the storage's. */
export interface EventWrite {
  readonly type: string;
  readonly subjectId: string;
  readonly data: JsonObject;
  readonly previous: JsonObject | null;
}

interface Consequences {
  readonly directory: IdpDirectory;
  readonly at: Date;
  readonly entry: LogEntryWrite;
  readonly events: readonly EventWrite[];
}

/** What a change makes of a member, instead, if nobody else would be left to administrate the organization. */
export interface UnlessLast {
  readonly member: MemberWrite;
  readonly entry: LogEntryWrite;
  readonly events: readonly EventWrite[];
}

/** Makes members anew by the configuration in force: for people whose groups changed. */
export interface Recompute {
  /** Compared with the directory's: a newer one makes the whole write start again. */
  readonly version: number;
  decide(person: PersonNow, before: MemberState, userId: string): MemberDecision;
}

interface UserWrite extends Consequences {
  /** User with the directory's extensions: says how the search document is folded. */
  readonly type: ResourceType;
  readonly id: string;
  readonly stored: StoredResource;
  readonly sentGroups: readonly PersonGroup[] | null;
  readonly member: MemberWrite;
  /** Set when the groups that the person joins by arriving may change what they are. */
  readonly recompute: Recompute | undefined;
}
/** `events` need not tell of the membership: whether one begins anew, only the storage knows. */
export type UserInsert = UserWrite;
export interface UserUpdate extends UserWrite {
  /** The person as they were: who was waited for by what has not changed is here already. */
  readonly formerly: StoredResource;
  /** Compared in the WHERE: another write in between makes this one answer `undefined`. */
  readonly expectedVersion: number;
  /** The same of the member's row; null when there is none. */
  readonly expectedRevision: number | null;
  readonly unlessLast: UnlessLast | undefined;
}
export interface Removal extends Consequences {
  readonly id: string;
  readonly expectedVersion: number;
}
export interface UserRemoval extends Removal {
  /** What is left of the member; null when there is none. */
  readonly member: MemberWrite | null;
  readonly expectedRevision: number | null;
  readonly unlessLast: UnlessLast | undefined;
}

/**
 * Attaches, by id, externalId, userName or e-mail address in that order, the people and groups that `add` names; what
 * nobody answers to is kept waiting. `removeIds` come from a filter that was already resolved against the group.
 */
export interface MembershipWrite {
  readonly replaceAll: boolean;
  readonly add: readonly MemberInput[];
  readonly remove: readonly string[];
}
interface GroupConsequences extends Consequences {
  /** Set when the group decides about what people are. */
  readonly recompute: Recompute | undefined;
}
export interface GroupInsert extends GroupConsequences {
  readonly type: ResourceType;
  readonly id: string;
  readonly stored: StoredResource;
  readonly members: readonly MemberInput[];
}
export interface GroupRemoval extends Removal, GroupConsequences {}
/**
 * The log entry of a group write may hold `{added}`, `{waiting}`, `{moves}` ("2 added, 1 removed") and `{also}` (the same
 * as a further clause, or nothing) in its sentence: only the storage knows who really came and went.
 */
export interface GroupUpdate extends GroupConsequences {
  readonly type: ResourceType;
  readonly id: string;
  /** Absent: attributes stay as they are. */
  readonly stored: StoredResource | undefined;
  /** Absent: any version will do, the change is relative to whatever members there are. */
  readonly expectedVersion: number | undefined;
  readonly membership: MembershipWrite | undefined;
  /** The sentence if it turns out that nothing changed. */
  readonly unchangedSentence: string;
  /** Whether its name changes: that concerns everybody in it. */
  readonly isRenamed: boolean;
}
export interface GroupUpdateResult {
  readonly version: number;
  readonly updatedAt: Date;
  /** Whether anything was written. */
  readonly changed: boolean;
}

/** @throws ScimError uniqueness when userName is taken, in any letter case, within the directory. */
export interface UserStore {
  find(directoryId: string, id: string, load: { groups: boolean; member?: boolean }): Promise<UserRow | undefined>;
  list(directoryId: string, request: ListRequest, load: { groups: boolean }): Promise<ListResult<UserRow>>;
  /** A page of everybody, as `list` without filter and order would find them. */
  everybody(directoryId: string, page: PageOfAll, load: { groups: boolean }): Promise<ListResult<UnreadUser>>;
  /** @returns the groups in which the person was waited for, by name; undefined when the configuration has changed */
  insert(change: UserInsert): Promise<GroupRef[] | undefined>;
  /** @returns the groups joined because the person was waited for; undefined when the version is no longer `expectedVersion` */
  update(change: UserUpdate): Promise<GroupRef[] | undefined>;
  /** Also takes the person out of every group and the membership away. @returns false when the version has moved on. */
  remove(change: UserRemoval): Promise<boolean>;
}

/** @throws ScimError uniqueness when displayName is taken, in any letter case, within the directory. */
export interface GroupStore {
  find(directoryId: string, id: string, load: { members: boolean }): Promise<GroupRow | undefined>;
  /** The members by id, for answers that must not grow with the group. @returns undefined when there are more than `limit` */
  fewMembers(directoryId: string, id: string, limit: number): Promise<MemberRef[] | undefined>;
  list(directoryId: string, request: ListRequest, load: { members: boolean }): Promise<ListResult<GroupRow>>;
  /** @returns false when the configuration has changed */
  insert(change: GroupInsert): Promise<boolean>;
  /** @returns undefined when the group is gone or its version is no longer `expectedVersion`. */
  update(change: GroupUpdate): Promise<GroupUpdateResult | undefined>;
  remove(change: GroupRemoval): Promise<boolean>;
}

/** Where refusals and pure reads are logged, in batches: never slows or fails the request it is about. */
export interface ActivityLog {
  add(entry: LogEntryWrite): void;
  /** That the directory's token was used just now. */
  touch(use: { directoryId: string; tokenId: string; at: Date; ip: string | null; userAgent: string | null }): void;
}
