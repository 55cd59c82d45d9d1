import type { JsonObject, JsonValue } from "#lib/scim/resource.ts";
import { guid } from "./people.ts";
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

const AD_GROUP_URN = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";
/** Small, so that one group already gets several adds side by side, as Entra sends them (GEN-17). */
const ADD_BATCH = 5;
const MOBILE = 'phoneNumbers[type eq "mobile"].value';

/** Spaces as `+`, the rest percent-encoded. */
const plusEncoded = (text: string) => encodeURIComponent(text).replaceAll("%20", "+");

function find(kind: RequestKind, what: string, path: string, filter: string, more = ""): WireRequest {
  return { kind, what, method: "GET", path, query: `${more}filter=${plusEncoded(filter)}` };
}

/** The order of matching attributes: the next is asked for when the one before found nobody (EN-02, EN-03). */
function matchUser(account: Account): WireRequest[] {
  const { userName, email, mailNickname } = account.person;
  const by = (attribute: string, value: string) =>
    find("match user", `match ${nameOf(account)} by ${attribute}`, "/Users", `${attribute} eq ${quoted(value)}`);
  return [by("userName", userName), by('emails[type eq "work"].value', email), by("externalId", mailNickname)];
}

function createBody({ person, profile }: Account): JsonObject {
  return {
    schemas: [USER_URN, ENTERPRISE_URN],
    externalId: person.mailNickname,
    userName: person.userName,
    active: true,
    displayName: profile.displayName,
    emails: [{ primary: true, type: "work", value: person.email }],
    meta: { resourceType: "User" },
    name: {
      formatted: `${person.givenName} ${person.familyName}`,
      familyName: person.familyName,
      givenName: person.givenName,
    },
    roles: [],
    ...(profile.title === undefined ? {} : { title: profile.title }),
    [ENTERPRISE_URN]: { department: profile.department, employeeNumber: person.employeeNumber },
  };
}

function patch(kind: RequestKind, what: string, path: string, operations: JsonObject[]): WireRequest {
  return { kind, what, method: "PATCH", path, body: patchBody(operations) };
}

/** EN-13, EN-14, EN-20: one operation for each attribute, op names with a capital. */
function separateOperations({ person, profile }: Account): JsonObject[] {
  const replace = (path: string, value: string) => ({ op: "Replace", path, value });
  return [
    replace("displayName", profile.displayName),
    replace("name.givenName", person.givenName),
    profile.title === undefined ? { op: "Remove", path: "title" } : replace("title", profile.title),
    replace(`${ENTERPRISE_URN}:department`, profile.department),
    ...(profile.mobile === undefined ? [] : [{ op: "Add", path: MOBILE, value: profile.mobile }]),
  ];
}

/** EN-21: selected values by path, all the rest in one path-less operation with dotted and URN keys. */
function groupedOperations({ person, profile }: Account): JsonObject[] {
  const rest: JsonObject = {
    displayName: profile.displayName,
    "name.givenName": person.givenName,
    "name.familyName": person.familyName,
    ...(profile.title === undefined ? {} : { title: profile.title }),
    [`${ENTERPRISE_URN}:department`]: profile.department,
  };
  return [
    ...(profile.mobile === undefined ? [] : [{ op: "add", path: MOBILE, value: profile.mobile }]),
    ...(profile.title === undefined ? [{ op: "remove", path: "title" }] : []),
    { op: "replace", value: rest },
  ];
}

const memberValues = (accounts: readonly LinkedAccount[]): JsonValue =>
  accounts.map(({ id }) => ({ $ref: null, value: id }));

/** EN-35 without the flag: everyone who leaves in one value array. EN-36 with it: a filter for each. */
function memberOperations(flag: boolean, { leaving, joining }: MemberChange): JsonObject[][] {
  const removals: JsonObject[][] = flag
    ? leaving.map(({ id }) => [{ op: "remove", path: `members[value eq ${quoted(id)}]` }])
    : leaving.length === 0
      ? []
      : [[{ op: "Remove", path: "members", value: memberValues(leaving) }]];
  const op = flag ? "add" : "Add";
  return joining.length === 0 ? removals : [...removals, [{ op, path: "members", value: memberValues(joining) }]];
}

function membersPatch(group: LinkedGroup, operations: JsonObject[]): WireRequest {
  return patch("change members", `change members of ${group.name}`, groupPath(group), operations);
}

function userRequests(flag: boolean) {
  const replace = flag ? "replace" : "Replace";
  const operations = flag ? groupedOperations : separateOperations;
  return {
    readUser: (account: LinkedAccount): WireRequest => ({
      kind: "read user",
      what: `read ${nameOf(account)}`,
      method: "GET",
      path: userPath(account),
    }),
    updateUser: (account: LinkedAccount) =>
      patch("update user", `update ${nameOf(account)}`, userPath(account), operations(account)),
    adoptUser: (account: LinkedAccount) =>
      patch("update user", `adopt ${nameOf(account)}`, userPath(account), [
        { op: replace, path: "userName", value: account.person.userName },
        { op: replace, path: "externalId", value: account.person.mailNickname },
        ...operations(account),
      ]),
    /** EN-11: without the flag the boolean is a word, which is what the default mapping makes of it. */
    setActive: (account: LinkedAccount, active: boolean) =>
      patch(
        active ? "activate user" : "deactivate user",
        `${active ? "reactivate" : "deactivate"} ${nameOf(account)}`,
        userPath(account),
        [{ op: replace, path: "active", value: flag ? active : active ? "True" : "False" }],
      ),
    /** EN-16: the manager's id as a bare string. */
    setManager: (account: LinkedAccount, manager: LinkedAccount) =>
      patch("update user", `set the manager of ${nameOf(account)}`, userPath(account), [
        { op: flag ? "add" : "Add", path: `${ENTERPRISE_URN}:manager`, value: manager.id },
      ]),
    deleteUser: (account: LinkedAccount): WireRequest => ({
      kind: "delete user",
      what: `delete ${nameOf(account)}`,
      method: "DELETE",
      path: userPath(account),
    }),
  };
}

function groupRequests(flag: boolean) {
  return {
    /** EN-32: never with the members. */
    matchGroup: (_group: PushedGroup, name: string) =>
      find(
        "match group",
        `match group ${name}`,
        "/Groups",
        `displayName eq ${quoted(name)}`,
        "excludedAttributes=members&",
      ),
    /** EN-31: members follow in requests of their own. */
    createGroup: (group: PushedGroup): WireRequest => ({
      kind: "create group",
      what: `create group ${group.name}`,
      method: "POST",
      path: "/Groups",
      body: {
        schemas: [GROUP_URN, AD_GROUP_URN],
        externalId: group.plan.objectId,
        displayName: group.name,
        meta: { resourceType: "Group" },
      },
    }),
    readGroup: (group: LinkedGroup, withMembers: boolean): WireRequest => ({
      kind: "read group",
      what: `read group ${group.name}`,
      method: "GET",
      path: groupPath(group),
      ...(withMembers ? {} : { query: "excludedAttributes=members" }),
    }),
    pushMembers: (group: LinkedGroup) =>
      batches(linkedMembers(group), ADD_BATCH)
        .flatMap((joining) => memberOperations(flag, { leaving: [], joining }))
        .map((operations) => membersPatch(group, operations)),
    afterMembers: () => [],
    changeMembers: (group: LinkedGroup, change: MemberChange) =>
      memberOperations(flag, change).map((operations) => membersPatch(group, operations)),
    renameGroup: (group: LinkedGroup, name: string) =>
      patch("rename group", `rename group ${group.name} to ${name}`, groupPath(group), [
        { op: flag ? "replace" : "Replace", path: "displayName", value: name },
      ]),
    deleteGroup: (group: LinkedGroup): WireRequest => ({
      kind: "delete group",
      what: `delete group ${group.name}`,
      method: "DELETE",
      path: groupPath(group),
    }),
  };
}

/** Microsoft Entra ID; `flag` is `?aadOptscim062020` in the tenant URL, which changes the shape of its PATCH bodies. */
export function entraApp(options: { flag: boolean; seed: number }): WireForm {
  const { flag, seed } = options;
  const stranger = guid(seed, "nobody");
  return {
    provider: flag ? "entra-flag" : "entra",
    readsBeforeWriting: false,
    pushReplacesMembers: false,
    deletesUsers: true,
    insistsOnScimMediaType: true,
    headers: () => ({
      Accept: "application/scim+json",
      "Content-Type": "application/scim+json; charset=utf-8",
      Adscimversion: `Date:${new Date().toISOString()}, ActivityId:${guid(seed, "activity")}`,
    }),
    /** EN-01: a user who cannot exist, so the answer is an empty list. */
    testCall: () => find("test call", "test the connection", "/Users", `userName eq ${quoted(stranger)}`),
    matchUser,
    createUser: (account) => ({
      kind: "create user",
      what: `create ${nameOf(account)}`,
      method: "POST",
      path: "/Users",
      body: createBody(account),
    }),
    ...userRequests(flag),
    ...groupRequests(flag),
  };
}
