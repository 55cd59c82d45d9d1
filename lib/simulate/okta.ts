import type { JsonObject, JsonValue } from "#lib/scim/resource.ts";
import type {
  Account,
  LinkedAccount,
  LinkedGroup,
  MemberChange,
  PushedGroup,
  RequestKind,
  WireForm,
  WireRequest,
} from "./wire.ts";
import {
  batches,
  ENTERPRISE_URN,
  GROUP_URN,
  groupPath,
  linkedMembers,
  nameOf,
  patchBody,
  quoted,
  USER_URN,
  userPath,
} from "./wire.ts";

const ADD_BATCH = 100;

/** The headers of Okta's provisioning agent; https://github.com/oktadeveloper/okta-blog-archive/pull/1956 shows them. */
function headers(): Record<string, string> {
  return {
    "User-Agent": "Okta SCIM Client 1.0.0",
    Accept: "application/scim+json",
    "Accept-Charset": "utf-8",
    "Accept-Encoding": "gzip,deflate",
    "Content-Type": "application/scim+json; charset=utf-8",
  };
}

const firstPage = (filter: string) => `filter=${encodeURIComponent(filter)}&startIndex=1&count=100`;

function createBody({ person, profile }: Account): JsonObject {
  return {
    schemas: [USER_URN, ENTERPRISE_URN],
    userName: person.userName,
    name: { givenName: person.givenName, familyName: person.familyName },
    emails: [{ primary: true, value: person.email, type: "work" }],
    displayName: profile.displayName,
    title: profile.title ?? "",
    locale: "en-US",
    externalId: person.oktaId,
    groups: [],
    password: person.password,
    active: true,
    [ENTERPRISE_URN]: { department: profile.department, employeeNumber: person.employeeNumber },
  };
}

/** OK-08, OK-13: the whole resource as it was read, read-only parts included, with empty strings for what has no value. */
function profileBody(account: Account, read: JsonObject): JsonObject {
  const { person, profile } = account;
  const schemas = Array.isArray(read.schemas) ? read.schemas : [];
  const extension = read[ENTERPRISE_URN];
  return {
    ...read,
    schemas: [...new Set<JsonValue>([...schemas, USER_URN, ENTERPRISE_URN])],
    userName: person.userName,
    name: { givenName: person.givenName, familyName: person.familyName },
    displayName: profile.displayName,
    title: profile.title ?? "",
    ...(profile.mobile === undefined ? {} : { phoneNumbers: [{ value: profile.mobile, type: "mobile" }] }),
    [ENTERPRISE_URN]: {
      ...(isObject(extension) ? extension : {}),
      department: profile.department,
      employeeNumber: person.employeeNumber,
    },
  };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function put(kind: RequestKind, what: string, path: string, body: JsonObject): WireRequest {
  return { kind, what, method: "PUT", path, body };
}

function patch(kind: RequestKind, what: string, path: string, operations: JsonObject[]): WireRequest {
  return { kind, what, method: "PATCH", path, body: patchBody(operations) };
}

const verb = (active: boolean) => (active ? "reactivate" : "deactivate");
const activeKind = (active: boolean): RequestKind => (active ? "activate user" : "deactivate user");

/** What both kinds of Okta app word alike. */
const common = {
  readsBeforeWriting: true,
  pushReplacesMembers: true,
  deletesUsers: false,
  insistsOnScimMediaType: false,
  headers,
  testCall: (): WireRequest => ({
    kind: "test call",
    what: "test the connection",
    method: "GET",
    path: "/Users",
    query: "startIndex=1&count=2",
  }),
  matchUser: (account: Account): WireRequest[] => [
    {
      kind: "match user",
      what: `match ${nameOf(account)} by userName`,
      method: "GET",
      path: "/Users",
      query: firstPage(`userName eq ${quoted(account.person.userName)}`),
    },
  ],
  createUser: (account: Account): WireRequest => ({
    kind: "create user",
    what: `create ${nameOf(account)}`,
    method: "POST",
    path: "/Users",
    body: createBody(account),
  }),
  readUser: (account: LinkedAccount): WireRequest => ({
    kind: "read user",
    what: `read ${nameOf(account)}`,
    method: "GET",
    path: userPath(account),
  }),
  updateUser: (account: LinkedAccount, read: JsonObject) =>
    put("update user", `update ${nameOf(account)}`, userPath(account), profileBody(account, read)),
  adoptUser: (account: LinkedAccount, read: JsonObject) =>
    put("update user", `adopt ${nameOf(account)}`, userPath(account), {
      ...profileBody(account, read),
      externalId: account.person.oktaId,
    }),
  setManager: () => undefined,
  deleteUser: (account: LinkedAccount): WireRequest => ({
    kind: "delete user",
    what: `delete ${nameOf(account)}`,
    method: "DELETE",
    path: userPath(account),
  }),
  matchGroup: (_group: PushedGroup, name: string): WireRequest => ({
    kind: "match group",
    what: `match group ${name}`,
    method: "GET",
    path: "/Groups",
    query: firstPage(`displayName eq ${quoted(name)}`),
  }),
  readGroup: (group: LinkedGroup): WireRequest => ({
    kind: "read group",
    what: `read group ${group.name}`,
    method: "GET",
    path: groupPath(group),
  }),
  deleteGroup: (group: LinkedGroup): WireRequest => ({
    kind: "delete group",
    what: `unlink and delete group ${group.name}`,
    method: "DELETE",
    path: groupPath(group),
  }),
};

/** OK-21: the wizard's app puts the group whole, with `display` null. */
function wholeGroup(group: PushedGroup, name: string): JsonObject {
  const members = linkedMembers(group).map(({ id }) => ({ value: id, display: null }));
  return { schemas: [GROUP_URN], displayName: name, members };
}

function postGroup(group: PushedGroup, body: JsonObject): WireRequest {
  return { kind: "create group", what: `create group ${group.name}`, method: "POST", path: "/Groups", body };
}

/** A SAML or SWA app made with Okta's wizard: every change is a PUT. */
export const oktaSamlApp: WireForm = {
  ...common,
  provider: "okta",
  setActive: (account, active, read) =>
    put(activeKind(active), `${verb(active)} ${nameOf(account)}`, userPath(account), {
      ...profileBody(account, read),
      active,
    }),
  createGroup: (group) => postGroup(group, wholeGroup(group, group.name)),
  pushMembers: (group, wasThere) => (wasThere ? [putMembers(group)] : []),
  afterMembers: () => [],
  changeMembers: (group) => [putMembers(group)],
  renameGroup: (group, name) =>
    put("rename group", `rename group ${group.name} to ${name}`, groupPath(group), wholeGroup(group, name)),
};

function putMembers(group: LinkedGroup): WireRequest {
  return put("change members", `push members of ${group.name}`, groupPath(group), wholeGroup(group, group.name));
}

/** OK-18, OK-19: members carry the sign-in name as `display` and no `type`. */
const memberValues = (accounts: readonly LinkedAccount[]): JsonValue =>
  accounts.map(({ id, person }) => ({ value: id, display: person.userName }));

/** OK-17: path-less, with the group's id among the values. */
function nameOperation(group: LinkedGroup, name: string): JsonObject[] {
  return [{ op: "replace", value: { id: group.id, displayName: name } }];
}

function membersPatch(group: LinkedGroup, operations: JsonObject[]): WireRequest {
  return patch("change members", `change members of ${group.name}`, groupPath(group), operations);
}

/** The SCIM 2.0 template apps and most of the catalogue: PUT for profiles, PATCH for `active` and for groups. */
export const oktaTemplateApp: WireForm = {
  ...common,
  provider: "okta-template",
  setActive: (account, active) =>
    patch(activeKind(active), `${verb(active)} ${nameOf(account)}`, userPath(account), [
      { op: "replace", value: { active } },
    ]),
  createGroup: (group) => postGroup(group, { schemas: [GROUP_URN], displayName: group.name, members: [] }),
  pushMembers: (group, wasThere) =>
    wasThere
      ? [membersPatch(group, [{ op: "replace", path: "members", value: memberValues(linkedMembers(group)) }])]
      : batches(linkedMembers(group), ADD_BATCH).map((batch) =>
          membersPatch(group, [{ op: "add", path: "members", value: memberValues(batch) }]),
        ),
  afterMembers: (group) => [
    patch("rename group", `repeat the name of ${group.name}`, groupPath(group), nameOperation(group, group.name)),
  ],
  changeMembers: (group, change) => [membersPatch(group, changeOperations(change))],
  renameGroup: (group, name) =>
    patch("rename group", `rename group ${group.name} to ${name}`, groupPath(group), nameOperation(group, name)),
};

/** OK-18: removals by filter and one add, in one body. */
function changeOperations({ leaving, joining }: MemberChange): JsonObject[] {
  const removals = leaving.map(({ id }) => ({ op: "remove", path: `members[value eq ${quoted(id)}]` }));
  return joining.length === 0 ? removals : [...removals, { op: "add", path: "members", value: memberValues(joining) }];
}
