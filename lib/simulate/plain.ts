/** Providers whose traffic is known less closely than Okta's and Entra's: what is published or was seen, and no more. */
import type { JsonObject } from "#lib/scim/resource.ts";
import type { Account, LinkedAccount, LinkedGroup, PushedGroup, WireRequest, Wording } from "./wire.ts";
import {
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

interface Manner {
  readonly agent: string | undefined;
  readonly schemas: readonly string[];
  readonly testCall: Pick<WireRequest, "path"> & { readonly query?: string };
  readonly filter: (attribute: string, value: string) => string;
  /** Behind the path of a change; OneLogin leaves an empty query there. */
  readonly mark: string;
  /** Changes by PATCH instead of the whole resource by PUT. */
  readonly patches: boolean;
}

const encoded = (attribute: string, value: string) =>
  `filter=${encodeURIComponent(`${attribute} eq ${quoted(value)}`)}`;

/** https://github.com/grokability/snipe-it/issues/12642 shows what Google sends. */
export const googleManner: Manner = {
  agent: "Google-Auto-Provisioning",
  schemas: ["urn:scim:schemas:core:1.0", USER_URN],
  testCall: { path: "/Users", query: "count=1" },
  filter: (attribute, value) => `${encoded(attribute, value)}&startIndex=1`,
  mark: "",
  patches: false,
};

/** https://github.com/goauthentik/authentik/issues/11249 */
export const oneLoginManner: Manner = {
  agent: undefined,
  schemas: ["urn:scim:schemas:core:2.0", "urn:scim:schemas:extension:enterprise:2.0"],
  testCall: { path: "/Users", query: "filter=userName+eq+%22rollcall-test%22&" },
  filter: (attribute, value) => `${encoded(attribute, value).replaceAll("%20", "+")}&`,
  mark: "?",
  patches: false,
};

/** https://jumpcloud.com/support "Identity Management using a Custom SCIM Integration" */
export const jumpCloudManner: Manner = {
  agent: "JumpCloud SCIM",
  schemas: [USER_URN],
  testCall: { path: "/Users", query: "count=1&startIndex=1" },
  filter: encoded,
  mark: "",
  patches: false,
};

/** The operator with a capital is the default expression of https://docs.pingidentity.com "p1_scim_filter_expressions". */
export const pingOneManner: Manner = {
  agent: "PingOne Provisioning",
  schemas: [USER_URN, ENTERPRISE_URN],
  testCall: { path: "/ServiceProviderConfig" },
  filter: (attribute, value) => encoded(attribute, value).replace("%20eq%20", "%20Eq%20"),
  mark: "",
  patches: false,
};

/** As the RFCs have it. */
export const genericManner: Manner = {
  agent: undefined,
  schemas: [USER_URN, ENTERPRISE_URN],
  testCall: { path: "/ServiceProviderConfig" },
  filter: encoded,
  mark: "",
  patches: true,
};

function personBody({ person, profile }: Account, manner: Manner): JsonObject {
  return {
    schemas: [...manner.schemas],
    userName: person.userName,
    externalId: person.employeeNumber,
    displayName: profile.displayName,
    name: { givenName: person.givenName, familyName: person.familyName },
    emails: [{ primary: true, value: person.email, type: "work" }],
    active: true,
    ...(profile.title !== undefined && { title: profile.title }),
    ...(manner.schemas.includes(ENTERPRISE_URN) && { [ENTERPRISE_URN]: { department: profile.department } }),
  };
}

/** A provider's words, in its manner. */
export function plainApp(manner: Manner): Wording {
  const at = (account: LinkedAccount) => `${userPath(account)}${manner.mark}`;
  const change = (
    kind: "update user" | "activate user" | "deactivate user",
    what: string,
    account: LinkedAccount,
    values: JsonObject,
  ): WireRequest =>
    manner.patches
      ? { kind, what, method: "PATCH", path: at(account), body: patchBody([{ op: "replace", value: values }]) }
      : { kind, what, method: "PUT", path: at(account), body: { ...personBody(account, manner), ...values } };
  const update = (account: LinkedAccount) =>
    change("update user", `update ${nameOf(account)}`, account, {
      displayName: account.profile.displayName,
      ...(account.profile.title !== undefined && { title: account.profile.title }),
    });
  const members = (group: LinkedGroup): WireRequest => ({
    kind: "change members",
    what: `add the members of ${group.name}`,
    method: "PATCH",
    path: `${groupPath(group)}${manner.mark}`,
    body: patchBody([{ op: "add", path: "members", value: linkedMembers(group).map(({ id }) => ({ value: id })) }]),
  });
  return {
    readsBeforeWriting: false,
    pushReplacesMembers: false,
    deletesUsers: true,
    insistsOnScimMediaType: false,
    headers: () => ({
      Accept: "application/scim+json",
      "Content-Type": "application/scim+json",
      ...(manner.agent !== undefined && { "User-Agent": manner.agent }),
    }),
    testCall: () => ({ kind: "test call", what: "test the connection", method: "GET", ...manner.testCall }),
    matchUser: (account) => [
      {
        kind: "match user",
        what: `match ${nameOf(account)} by userName`,
        method: "GET",
        path: "/Users",
        query: manner.filter("userName", account.person.userName),
      },
    ],
    createUser: (account) => ({
      kind: "create user",
      what: `create ${nameOf(account)}`,
      method: "POST",
      path: "/Users",
      body: personBody(account, manner),
    }),
    readUser: (account) => ({
      kind: "read user",
      what: `read ${nameOf(account)}`,
      method: "GET",
      path: userPath(account),
    }),
    updateUser: update,
    adoptUser: update,
    setActive: (account, active) =>
      change(
        active ? "activate user" : "deactivate user",
        `${active ? "reactivate" : "deactivate"} ${nameOf(account)}`,
        account,
        { active },
      ),
    setManager: () => undefined,
    deleteUser: (account) => ({
      kind: "delete user",
      what: `delete ${nameOf(account)}`,
      method: "DELETE",
      path: userPath(account),
    }),
    matchGroup: (_group: PushedGroup, name) => ({
      kind: "match group",
      what: `match group ${name}`,
      method: "GET",
      path: "/Groups",
      query: manner.filter("displayName", name),
    }),
    createGroup: (group) => ({
      kind: "create group",
      what: `create group ${group.name}`,
      method: "POST",
      path: "/Groups",
      body: { schemas: [GROUP_URN], displayName: group.name },
    }),
    readGroup: (group) => ({
      kind: "read group",
      what: `read group ${group.name}`,
      method: "GET",
      path: groupPath(group),
    }),
    pushMembers: (group) => [members(group)],
    afterMembers: () => [],
    changeMembers: (group) => [members(group)],
    renameGroup: (group, name) => ({
      kind: "rename group",
      what: `rename group ${group.name} to ${name}`,
      method: "PATCH",
      path: groupPath(group),
      body: patchBody([{ op: "replace", path: "displayName", value: name }]),
    }),
    deleteGroup: (group) => ({
      kind: "delete group",
      what: `delete group ${group.name}`,
      method: "DELETE",
      path: groupPath(group),
    }),
  };
}
