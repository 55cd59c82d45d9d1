/** Users and groups of a directory, as the IdP describes them. */
import * as z from "zod/mini";
import { page, time } from "./common.ts";
import { LogEntry } from "./log.ts";
import { Role } from "./organization.ts";

export const DirectoryUser = z.object({
  id: z.string(),
  userName: z.string(),
  displayName: z.nullable(z.string()),
  email: z.nullable(z.string()),
  externalId: z.nullable(z.string()),
  active: z.boolean(),
  groupCount: z.number(),
  createdAt: time,
  updatedAt: time,
});
export type DirectoryUser = z.infer<typeof DirectoryUser>;
export const DirectoryUserPage = z.extend(page(DirectoryUser), { totalCount: z.number() });
export type DirectoryUserPage = z.infer<typeof DirectoryUserPage>;
/** `updated`: the latest change first; the others by letters. */
export const USER_SORTS = ["userName", "name", "updated"] as const;
export const UserSort = z.enum(USER_SORTS);
export type UserSort = z.infer<typeof UserSort>;
export const UserQuery = z.object({
  sort: z.optional(UserSort),
  q: z.optional(z.string().check(z.maxLength(200))),
  state: z.optional(z.enum(["active", "inactive"])),
  cursor: z.optional(z.string().check(z.maxLength(1_000))),
});
export type UserQuery = z.infer<typeof UserQuery>;

export const MemberSummary = z.object({ id: z.string(), role: Role, active: z.boolean() });
export const DirectoryUserDetail = z.extend(DirectoryUser, {
  groups: z.array(z.object({ id: z.string(), displayName: z.string() })),
  /** The organization's member this person became, and the mapped profile. */
  member: z.nullable(z.extend(MemberSummary, { profile: z.record(z.string(), z.unknown()) })),
  /** The SCIM document as the IdP would read it. */
  resource: z.record(z.string(), z.unknown()),
  recent: z.array(LogEntry),
});
export type DirectoryUserDetail = z.infer<typeof DirectoryUserDetail>;

export const DirectoryGroup = z.object({
  id: z.string(),
  displayName: z.string(),
  externalId: z.nullable(z.string()),
  memberCount: z.number(),
  waitingCount: z.number(),
  createdAt: time,
  updatedAt: time,
  /** When the IdP last spoke of it; null: longer ago than the log reaches. */
  lastSeenAt: z.nullable(time),
});
export type DirectoryGroup = z.infer<typeof DirectoryGroup>;
export const DirectoryGroupPage = z.extend(page(DirectoryGroup), { totalCount: z.number() });
export type DirectoryGroupPage = z.infer<typeof DirectoryGroupPage>;
/** `name`: by letters. `members`: the largest first. `updated`: the latest change first. */
export const GROUP_SORTS = ["name", "members", "updated"] as const;
export const GroupSort = z.enum(GROUP_SORTS);
export type GroupSort = z.infer<typeof GroupSort>;
/** `waiting`: with members who have not arrived. `empty`: without members. */
export const GROUP_KINDS = ["waiting", "empty"] as const;
export const GroupQuery = z.object({
  sort: z.optional(GroupSort),
  only: z.optional(z.enum(GROUP_KINDS)),
  q: z.optional(z.string().check(z.maxLength(200))),
  cursor: z.optional(z.string().check(z.maxLength(1_000))),
});
export type GroupQuery = z.infer<typeof GroupQuery>;

export const GroupMember = z.object({
  id: z.string(),
  type: z.enum(["User", "Group"]),
  name: z.string(),
  email: z.nullable(z.string()),
  active: z.boolean(),
  /** Since when it is in the group. */
  since: time,
});
export type GroupMember = z.infer<typeof GroupMember>;
export const DirectoryGroupDetail = z.extend(DirectoryGroup, {
  /** The SCIM document without its members. */
  resource: z.record(z.string(), z.unknown()),
  /** Values the IdP named as members that no person or group here answers to yet (the first 100). */
  waiting: z.array(z.object({ value: z.string(), since: time })),
  recent: z.array(LogEntry),
});
export type DirectoryGroupDetail = z.infer<typeof DirectoryGroupDetail>;
/** `q`: part of a name, user name or e-mail address. */
export const GroupMemberQuery = z.object({
  q: z.optional(z.string().check(z.maxLength(200))),
  cursor: z.optional(z.string().check(z.maxLength(1_000))),
});
export type GroupMemberQuery = z.infer<typeof GroupMemberQuery>;
export const GroupMemberPage = page(GroupMember);
export type GroupMemberPage = z.infer<typeof GroupMemberPage>;

/** One request that changed who is in a group; of many names the first hundred. */
export const MembershipChange = z.object({
  /** Of the log. */
  entryId: z.string(),
  at: time,
  sentence: z.string(),
  joined: z.array(z.string()),
  left: z.array(z.string()),
  /** Values that nobody answered to yet. */
  waiting: z.array(z.string()),
});
export type MembershipChange = z.infer<typeof MembershipChange>;
export const MembershipHistoryQuery = z.object({ cursor: z.optional(z.string().check(z.maxLength(1_000))) });
export type MembershipHistoryQuery = z.infer<typeof MembershipHistoryQuery>;
export const MembershipHistory = page(MembershipChange);
export type MembershipHistory = z.infer<typeof MembershipHistory>;
