import { v7 } from "uuid";
import type {
  GroupInsert,
  GroupRemoval,
  GroupUpdate,
  IdpDirectory,
  LogEntryWrite,
  UserInsert,
  UserRemoval,
} from "#lib/directory/context.ts";
import type { MemberWrite } from "#lib/directory/membership.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import { GROUP_URN, Group, USER_URN, User } from "#lib/scim/schema/resource-types.ts";

/** When every change of these tests happens. */
export const AT = new Date("2026-01-31T12:00:00.000Z");

/** The arrival of a person as the verb would hand it to the store. */
export function userChange(
  directory: IdpDirectory,
  attributes: JsonObject,
  over: Partial<UserInsert> = {},
): UserInsert {
  const id = over.id ?? v7();
  return {
    directory,
    type: User,
    at: AT,
    id,
    stored: { schemas: [USER_URN], ...attributes },
    sentGroups: null,
    member: memberOf(attributes),
    recompute: undefined,
    entry: entryOf(directory, "User", id),
    events: [{ type: "dsync.user.changed", subjectId: id, data: { id }, previous: null }],
    ...over,
  };
}

const memberOf = (attributes: JsonObject): MemberWrite => ({
  id: `member_${v7()}`,
  active: attributes.active !== false,
  name: String(attributes.displayName ?? attributes.userName),
  email: null,
  profile: {},
  role: "org:member",
  roles: ["org:member"],
  roleSource: "default",
  roleOrigin: {},
  origins: {},
  problems: [],
  kept: null,
  configurationVersion: 0,
});

export function groupChange(directory: IdpDirectory, attributes: JsonObject, members: string[] = []): GroupInsert {
  const id = v7();
  return {
    directory,
    type: Group,
    at: AT,
    id,
    stored: { schemas: [GROUP_URN], ...attributes },
    members: members.map((value) => ({ value })),
    recompute: undefined,
    entry: entryOf(directory, "Group", id),
    events: [{ type: "dsync.group.created", subjectId: id, data: { id }, previous: null }],
  };
}

export interface MembersGiven {
  readonly add?: string[];
  readonly remove?: string[];
  readonly replaceAll?: boolean;
}

/** A change of a group's members, or with `over` of its attributes. */
export function membershipChange(
  directory: IdpDirectory,
  id: string,
  { add = [], remove = [], replaceAll = false }: MembersGiven,
  over: Partial<GroupUpdate> = {},
): GroupUpdate {
  return {
    directory,
    type: Group,
    at: AT,
    id,
    stored: undefined,
    expectedVersion: undefined,
    membership: { replaceAll, add: add.map((value) => ({ value })), remove },
    unchangedSentence: "Nothing changed.",
    isRenamed: false,
    recompute: undefined,
    entry: entryOf(directory, "Group", id),
    events: [],
    ...over,
  };
}

export const removal = (
  directory: IdpDirectory,
  type: "User" | "Group",
  id: string,
  expectedVersion: number,
): UserRemoval & GroupRemoval => ({
  directory,
  at: AT,
  id,
  expectedVersion,
  member: { ...memberOf({ userName: "Removed" }), active: false },
  expectedRevision: null,
  unlessLast: undefined,
  recompute: undefined,
  entry: entryOf(directory, type, id),
  events: [{ type: "dsync.deleted", subjectId: id, data: { id }, previous: null }],
});

export const entryOf = (
  directory: Pick<IdpDirectory, "id">,
  targetType: "User" | "Group",
  targetId: string,
): LogEntryWrite => ({
  id: v7(),
  directoryId: directory.id,
  at: AT,
  outcome: "changed",
  operation: "update",
  cause: null,
  sentence: "Changed: {moves}.",
  method: "PATCH",
  path: "/scim/v2",
  status: 200,
  scimType: null,
  durationMs: 1,
  targetType,
  targetId,
  targetName: "Somebody",
  tokenId: null,
  tokenPrefix: null,
  requestId: v7(),
  userAgent: null,
  ip: null,
  dialect: "generic",
  deviations: [],
  changes: [],
  request: { query: null, body: null },
  response: { body: null },
  words: [],
});
