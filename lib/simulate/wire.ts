import type { JsonObject } from "#lib/scim/resource.ts";
import type { GroupPlan, Person, Profile } from "./people.ts";

/** The four ways of speaking that are simulated. */
export type Provider = "okta" | "okta-template" | "entra" | "entra-flag";

export const PROVIDERS: readonly Provider[] = ["okta", "okta-template", "entra", "entra-flag"];

export const USER_URN = "urn:ietf:params:scim:schemas:core:2.0:User";
export const GROUP_URN = "urn:ietf:params:scim:schemas:core:2.0:Group";
export const ENTERPRISE_URN = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
export const PATCH_URN = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
export const LIST_URN = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
export const ERROR_URN = "urn:ietf:params:scim:api:messages:2.0:Error";

/** What a request is for; the summary counts by it. */
export type RequestKind =
  | "test call"
  | "match user"
  | "create user"
  | "read user"
  | "update user"
  | "activate user"
  | "deactivate user"
  | "delete user"
  | "match group"
  | "create group"
  | "read group"
  | "rename group"
  | "change members"
  | "delete group";

/** One request as the provider sends it, without address, credential and headers. */
export interface WireRequest {
  readonly kind: RequestKind;
  /** The purpose in words, e.g. `deactivate Ana Lima`. */
  readonly what: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  /** Already encoded, in the provider's own way of encoding. */
  readonly query?: string;
  readonly body?: JsonObject;
}

/** A person and what the provider knows of the account on the other side. */
export interface Account {
  readonly person: Person;
  profile: Profile;
  /** `found`: was there before us and has yet to be brought up to date; `linked`: created or updated by us. */
  state: "unknown" | "missing" | "found" | "linked" | "deleted";
  id: string | undefined;
  active: boolean;
}

/** An account the other side has given an id. */
export type LinkedAccount = Account & { id: string };

/** A group and what the provider knows of it on the other side. */
export interface PushedGroup {
  readonly plan: GroupPlan;
  /** The name it has now; the rename phase changes it. */
  name: string;
  id: string | undefined;
  members: Account[];
}

export type LinkedGroup = PushedGroup & { id: string };

export interface MemberChange {
  readonly leaving: readonly LinkedAccount[];
  readonly joining: readonly LinkedAccount[];
}

/** A way of wording that `npm run simulate` plays. */
export interface WireForm extends Wording {
  readonly provider: Provider;
}

/** How one provider words every request. Pure: it knows neither the network nor the answers. */
export interface Wording {
  /** Okta reads the resource first, changes it and puts it back whole (OK-08). */
  readonly readsBeforeWriting: boolean;
  /** A membership push leaves exactly the provider's own members; Entra only adds. */
  readonly pushReplacesMembers: boolean;
  readonly deletesUsers: boolean;
  /** Entra reads nothing that is not application/scim+json. */
  readonly insistsOnScimMediaType: boolean;
  headers(): Record<string, string>;
  testCall(): WireRequest;
  /** In order of precedence: the next is sent when the one before found nobody. */
  matchUser(account: Account): WireRequest[];
  createUser(account: Account): WireRequest;
  readUser(account: LinkedAccount): WireRequest;
  updateUser(account: LinkedAccount, read: JsonObject): WireRequest;
  /** Brings an account that was there before us up to date, besides `active`. */
  adoptUser(account: LinkedAccount, read: JsonObject): WireRequest;
  setActive(account: LinkedAccount, active: boolean, read: JsonObject): WireRequest;
  /** References go out once both ends exist; Okta sends none. */
  setManager(account: LinkedAccount, manager: LinkedAccount): WireRequest | undefined;
  deleteUser(account: LinkedAccount): WireRequest;
  matchGroup(group: PushedGroup, name: string): WireRequest;
  createGroup(group: PushedGroup): WireRequest;
  /** Entra leaves the members out (EN-32) unless a check needs them. */
  readGroup(group: LinkedGroup, withMembers: boolean): WireRequest;
  /** Membership pushes of a group that has just been created or found; may be sent side by side. */
  pushMembers(group: LinkedGroup, wasThere: boolean): WireRequest[];
  /** Follows each membership change; Okta's template app repeats the name (OK-17). */
  afterMembers(group: LinkedGroup): WireRequest[];
  /** `group.members` already is what it shall be. */
  changeMembers(group: LinkedGroup, change: MemberChange): WireRequest[];
  renameGroup(group: LinkedGroup, name: string): WireRequest;
  deleteGroup(group: LinkedGroup): WireRequest;
}

/** The members of a group that have an id on the other side. */
export function linkedMembers(group: PushedGroup): LinkedAccount[] {
  return group.members.filter(isLinked);
}

export function isLinked(account: Account): account is LinkedAccount {
  return account.id !== undefined;
}

export function isLinkedGroup(group: PushedGroup): group is LinkedGroup {
  return group.id !== undefined;
}

/** The name by which output speaks of an account. */
export function nameOf(account: Account): string {
  return `${account.person.givenName} ${account.person.familyName}`;
}

export function userPath(account: LinkedAccount): string {
  return `/Users/${encodeURIComponent(account.id)}`;
}

export function groupPath(group: LinkedGroup): string {
  return `/Groups/${encodeURIComponent(group.id)}`;
}

/** A SCIM string literal (RFC 7644 §3.4.2.2 takes JSON strings). */
export function quoted(value: string): string {
  return JSON.stringify(value);
}

export function patchBody(operations: JsonObject[]): JsonObject {
  return { schemas: [PATCH_URN], Operations: operations };
}

/** `items` in runs of at most `size`. */
export function batches<T>(items: readonly T[], size: number): T[][] {
  const runs: T[][] = [];
  for (let start = 0; start < items.length; start += size) runs.push(items.slice(start, start + size));
  return runs;
}
