/** About twenty SCIM calls on throw-away resources, with what each has to answer. */
import type { JsonObject, JsonValue } from "#lib/scim/resource.ts";
import type { ScenarioAnswer } from "./scenarios.ts";
import { GROUP_URN, LIST_URN, patchBody, quoted, USER_URN, type WireRequest } from "./wire.ts";

/** What later checks need of earlier ones. */
export interface SelfTestState {
  readonly tag: string;
  userId: string;
  groupId: string;
}

export interface SelfTestCall extends Pick<WireRequest, "method" | "path"> {
  readonly query?: string;
  readonly body?: JsonObject;
}

export interface SelfTestStep {
  readonly name: string;
  readonly call: (state: SelfTestState) => SelfTestCall;
  /** What is wrong with the answer, in words; undefined: nothing. */
  readonly judge: (answer: ScenarioAnswer, state: SelfTestState) => string | undefined;
}

const status =
  (...wanted: number[]) =>
  ({ status: found }: ScenarioAnswer) =>
    wanted.includes(found) ? undefined : `answered ${found} instead of ${wanted.join(" or ")}`;

const total =
  (count: number) =>
  ({ status: found, body }: ScenarioAnswer) => {
    if (found !== 200) return `answered ${found} instead of 200`;
    return body?.totalResults === count ? undefined : `found ${body?.totalResults ?? "nothing"} instead of ${count}`;
  };

const has =
  (read: (body: JsonObject) => JsonValue | undefined, wanted: JsonValue, what: string) =>
  ({ status: found, body }: ScenarioAnswer) => {
    if (found >= 300) return `answered ${found}`;
    const value = body && read(body);
    return value === wanted
      ? undefined
      : `${what} is ${JSON.stringify(value ?? null)} instead of ${JSON.stringify(wanted)}`;
  };

const userName = ({ tag }: SelfTestState) => `self-test.${tag}@rollcall-test.example`;
const groupName = ({ tag }: SelfTestState) => `Self-test ${tag}`;
const user = ({ userId }: SelfTestState) => `/Users/${userId}`;
const group = ({ groupId }: SelfTestState) => `/Groups/${groupId}`;
const filter = (text: string) => `filter=${encodeURIComponent(text)}`;

const person = (state: SelfTestState): JsonObject => ({
  schemas: [USER_URN],
  userName: userName(state),
  name: { givenName: "Self", familyName: "Test" },
  displayName: "Self Test (test)",
  emails: [{ value: userName(state), type: "work", primary: true }],
  active: true,
});

const members = ({ body }: ScenarioAnswer) => (Array.isArray(body?.members) ? body.members.length : 0);

/** In order: each builds on those before, and the last ones leave nothing behind. */
export const SELF_TEST: readonly SelfTestStep[] = [
  {
    name: "Says what it can do",
    call: () => ({ method: "GET", path: "/ServiceProviderConfig" }),
    judge: status(200),
  },
  { name: "Lists its resource types", call: () => ({ method: "GET", path: "/ResourceTypes" }), judge: status(200) },
  { name: "Describes its schemas", call: () => ({ method: "GET", path: "/Schemas" }), judge: status(200) },
  {
    name: "Answers Okta's connection test",
    call: () => ({ method: "GET", path: "/Users", query: "startIndex=1&count=2" }),
    judge: ({ status: found, body }) =>
      found === 200 && Array.isArray(body?.schemas) && body.schemas.includes(LIST_URN) ? undefined : "is no list",
  },
  {
    name: "Finds nobody by an unknown user name, as Entra tests",
    call: (state) => ({ method: "GET", path: "/Users", query: filter(`userName eq ${quoted(userName(state))}`) }),
    judge: total(0),
  },
  {
    name: "Creates a person",
    call: (state) => ({ method: "POST", path: "/Users", body: person(state) }),
    judge: (answer, state) => {
      if (typeof answer.body?.id === "string") state.userId = answer.body.id;
      return status(201)(answer);
    },
  },
  {
    name: "Refuses the same person a second time",
    call: (state) => ({ method: "POST", path: "/Users", body: person(state) }),
    judge: (answer) =>
      status(409)(answer) ?? (answer.body?.scimType === "uniqueness" ? undefined : "scimType is not uniqueness"),
  },
  {
    name: "Reads the person",
    call: (state) => ({ method: "GET", path: user(state) }),
    judge: has(({ active }) => active, true, "active"),
  },
  {
    name: "Finds the person by user name in any letter case",
    call: (state) => ({
      method: "GET",
      path: "/Users",
      query: filter(`userName eq ${quoted(userName(state).toUpperCase())}`),
    }),
    judge: total(1),
  },
  {
    name: "Finds the person by work e-mail",
    call: (state) => ({
      method: "GET",
      path: "/Users",
      query: filter(`emails[type eq "work"].value eq ${quoted(userName(state))}`),
    }),
    judge: total(1),
  },
  {
    name: "Takes a change as Okta sends it (PUT)",
    call: (state) => ({ method: "PUT", path: user(state), body: { ...person(state), title: "Tester" } }),
    judge: has(({ title }) => title, "Tester", "title"),
  },
  {
    name: "Takes a change as Entra sends it (PATCH with paths)",
    call: (state) => ({
      method: "PATCH",
      path: user(state),
      body: patchBody([{ op: "Replace", path: "title", value: "Head Tester" }]),
    }),
    judge: status(200, 204),
  },
  {
    name: "Takes a change without a path",
    call: (state) => ({
      method: "PATCH",
      path: user(state),
      body: patchBody([{ op: "replace", value: { "name.givenName": "Selfie" } }]),
    }),
    judge: status(200, 204),
  },
  {
    name: "Kept both changes",
    call: (state) => ({ method: "GET", path: user(state) }),
    judge: has(({ title }) => title, "Head Tester", "title"),
  },
  {
    name: "Creates a group",
    call: (state) => ({
      method: "POST",
      path: "/Groups",
      body: { schemas: [GROUP_URN], displayName: groupName(state), members: [] },
    }),
    judge: (answer, state) => {
      if (typeof answer.body?.id === "string") state.groupId = answer.body.id;
      return status(201)(answer);
    },
  },
  {
    name: "Adds a member",
    call: (state) => ({
      method: "PATCH",
      path: group(state),
      body: patchBody([{ op: "add", path: "members", value: [{ value: state.userId }] }]),
    }),
    judge: status(200, 204),
  },
  {
    name: "Shows the member",
    call: (state) => ({ method: "GET", path: group(state) }),
    judge: (answer) => (members(answer) === 1 ? undefined : `shows ${members(answer)} members instead of one`),
  },
  {
    name: "Takes the member out by filter",
    call: (state) => ({
      method: "PATCH",
      path: group(state),
      body: patchBody([{ op: "remove", path: `members[value eq ${quoted(state.userId)}]` }]),
    }),
    judge: status(200, 204),
  },
  {
    name: "Deactivates the person as Entra may send it (“False”)",
    call: (state) => ({
      method: "PATCH",
      path: user(state),
      body: patchBody([{ op: "Replace", path: "active", value: "False" }]),
    }),
    judge: status(200, 204),
  },
  {
    name: "Still finds the inactive person",
    call: (state) => ({ method: "GET", path: user(state) }),
    judge: has(({ active }) => active, false, "active"),
  },
  {
    name: "Deletes the group",
    call: (state) => ({ method: "DELETE", path: group(state) }),
    judge: status(204),
  },
  {
    name: "Deletes the person",
    call: (state) => ({ method: "DELETE", path: user(state) }),
    judge: status(204),
  },
  {
    name: "Answers 404 for whom it no longer knows",
    call: (state) => ({ method: "GET", path: user(state) }),
    judge: status(404),
  },
];
