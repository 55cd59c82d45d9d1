import { describe, expect, test } from "vitest";
import { readResource } from "./body.ts";
import { ScimError } from "./error.ts";
import { foldCase } from "./fold-case.ts";
import { parseJson } from "./json.ts";
import { readMembers } from "./members.ts";
import { applyPatch } from "./patch/apply.ts";
import type { PatchOperation } from "./patch/parse.ts";
import { project, readProjection } from "./projection.ts";
import type { JsonObject, JsonValue, StoredResource } from "./resource.ts";
import { ENTERPRISE_USER_URN as E, Group, USER_URN as U, User } from "./schema/resource-types.ts";

/** The whole way of a POST body, from its text to what would be stored. */
const post = (text: string): StoredResource => readResource(User, parseJson(text), () => {});
const user = (attributes: JsonObject) => post(JSON.stringify({ schemas: [U], userName: "ada", ...attributes }));

function refusal(read: () => unknown): ScimError {
  try {
    read();
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error("taken");
}

test.each(["", " ", "null", "[]", '"x"', "42", "{}{}", '{"a":1,}', "\uFEFF{}", "{\u0000}", "{'a':1}"])(
  "attack C1 the body %j is invalidSyntax",
  (text) => expect(refusal(() => post(text))).toMatchObject({ status: 400, scimType: "invalidSyntax" }),
);

test.each(['{"userName":"a","userName":"b"}', '{"userName":"a","USERNAME":"b"}', '{"a":{"b":1,"\\u0062":2}}'])(
  "attack C2 the doubled name in %s is invalidSyntax",
  (text) => expect(refusal(() => post(text)).scimType).toBe("invalidSyntax"),
);

test.each<JsonValue>([{ not: "" }, ["a"], true, 1, null])("attack C3 userName %j is invalidValue", (userName) => {
  expect(refusal(() => user({ userName })).scimType).toBe("invalidValue");
});

test("attack C3 a body without userName is invalidValue", () => {
  expect(refusal(() => post("{}")).scimType).toBe("invalidValue");
});

test.each<JsonValue>([{ set: true }, "yes", 1])("attack C4 active %j is invalidValue", (active) => {
  expect(refusal(() => user({ active })).scimType).toBe("invalidValue");
});

test("attack C4 Entra ID's text booleans are taken by rule", () => {
  expect(user({ active: "False" })).toMatchObject({ active: false });
});

test("attack C5 B9 keys of ours that a client sends are not stored", () => {
  const ours = [
    "id",
    "isAdmin",
    "role",
    "tenantId",
    "directoryId",
    "createdAt",
    "version",
    "tokenHash",
    "$where",
    "connect",
  ];
  expect(user(Object.fromEntries(ours.map((key) => [key, "x"])))).toEqual({ schemas: [U], userName: "ada" });
});

test("attack C6 a user's groups are ours to say", () => {
  expect(user({ groups: [{ value: "admins" }] })).not.toHaveProperty("groups");
});

test("attack C7 meta is ignored, unknown URNs are kept apart, thousands are refused", () => {
  const stored = user({ meta: { created: "1970-01-01T00:00:00Z", version: 'W/"9"' }, schemas: [U, "urn:x:y"] });
  expect(stored).toEqual({ schemas: [U], userName: "ada" });
  const many = Array.from({ length: 10_000 }, (_, n) => `urn:x:${n}`);
  expect(refusal(() => user({ schemas: many })).scimType).toBe("invalidValue");
  expect(refusal(() => user(Object.fromEntries(many.map((urn) => [urn, { a: 1 }])))).scimType).toBe("invalidValue");
});

test("attack C8 GEN-13 a password is neither stored nor shown", () => {
  expect(JSON.stringify(user({ password: "canary" }))).not.toContain("canary");
  const shown = { schemas: [U], id: "1", password: "canary" };
  for (const query of ["", "attributes=password", "attributes=PASSWORD,id"]) {
    expect(JSON.stringify(project(User, shown, readProjection(new URLSearchParams(query), User)))).not.toContain(
      "canary",
    );
  }
});

test.each([
  '{"userName":"ada","__proto__":{"isAdmin":true}}',
  '{"userName":"ada","constructor":{"prototype":{"isAdmin":true}}}',
  '{"userName":"ada","name":{"__proto__":{"isAdmin":true}}}',
  `{"userName":"ada","${E}":{"__proto__":{"isAdmin":true}}}`,
  '{"userName":"ada","urn:acme:2.0:User":{"a":{"__proto__":{"isAdmin":true}}}}',
])("attack C9 %s reaches no prototype", (text) => {
  const stored = post(text);
  expect(JSON.stringify(stored)).not.toContain("isAdmin");
  expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  expect(Object.getPrototypeOf(stored)).toBe(Object.prototype);
});

describe.each([
  ["C10 NUL", "a\0b"],
  ["C11 half a surrogate pair", "a\ud800"],
])("attack %s", (_, text) => {
  test.each<JsonObject>([
    { userName: text },
    { title: text },
    { name: { givenName: text } },
    { emails: [{ value: text }] },
    { [E]: { department: text } },
    { "urn:acme:2.0:User": { a: [{ b: text }] } },
  ])("in %j is invalidValue", (attributes) => expect(refusal(() => user(attributes)).scimType).toBe("invalidValue"));
});

test("attack C12 control characters are refused in userName; what only looks odd is stored as sent", () => {
  for (const userName of ["a\nb", "a\r\nb", "a\tb", "a\u007f"]) {
    expect(refusal(() => user({ userName })).scimType).toBe("invalidValue");
  }
  for (const text of ["a\u202eb", "a\u200bb", "a\r\nb"])
    expect(user({ displayName: text })).toMatchObject({ displayName: text });
});

test("attack C13 B12 spellings of one name are one name", () => {
  expect(foldCase("Jos\u00e9")).toBe(foldCase("jose\u0301"));
  expect(foldCase("ADMIN")).toBe(foldCase("\uff41\uff44\uff4d\uff49\uff4e"));
  expect(foldCase("\u212a")).toBe(foldCase("K"));
});

test.each([
  '"a@x.com"@evil.com',
  "a@x.com@evil.com",
  "a@x.com,b@y.com",
  "a@x.com, b@y.com",
  "a,b@y.com",
  "a\uff20x.com",
  "a\ufe6bx.com",
  "a@x.com\uff20evil.com",
  `${"a".repeat(310)}@example.com`,
])("attack C14 the address %j is invalidValue, in a POST and in a PATCH", (value) => {
  expect(refusal(() => user({ emails: [{ value, type: "work" }] })).scimType).toBe("invalidValue");
  expect(refusal(() => user({ emails: [value] })).scimType).toBe("invalidValue");
  const operations: PatchOperation[] = [
    { op: "add", path: "emails", value: [{ value }] },
    { op: "replace", path: 'emails[type eq "work"].value', value },
    { op: "replace", value: { 'emails[type eq "work"].value': value } },
    { op: "add", path: 'emails[type eq "work"]', value: { value } },
    { op: "replace", path: "emails.value", value },
  ];
  for (const operation of operations) {
    expect(refusal(() => applyPatch(User, user({}), [operation], () => {})).scimType).toBe("invalidValue");
  }
});

test.each([
  "ada@example.com",
  "ada+x@localhost",
  "ada",
  "o'neil@x.com",
  "jos\u00e9@b\u00fccher.example",
  '"a b"@x.com',
  "Doe, Jane",
])("C14 the harmless address %j is taken as sent", (value) =>
  expect(user({ emails: [{ value }] })).toMatchObject({ emails: [{ value }] }),
);

test("C15 where two are primary, one stays so, and two of one type are both kept", () => {
  const emails = [
    { value: "a@x", type: "work", primary: true },
    { value: "b@x", type: "work", primary: true },
  ];
  expect(user({ emails }).emails).toEqual([
    { value: "a@x", type: "work" },
    { value: "b@x", type: "work", primary: true },
  ]);
});

test("attack C16 a million elements are refused", () => {
  const emails = Array.from({ length: 1_000_000 }, () => "a@x");
  expect(refusal(() => readResource(User, { userName: "a", emails }, () => {})).scimType).toBe("invalidValue");
  expect(refusal(() => readMembers({ members: emails })).status).toBe(400);
});

test("attack C17 numbers that cannot be given back as they came are invalidValue", () => {
  for (const number of ["1e999", "9007199254740993", "-1e999"]) {
    const text = `{"userName":"a","urn:acme:2.0:User":{"n":${number}}}`;
    expect(refusal(() => post(text)).scimType).toBe("invalidValue");
  }
  expect(refusal(() => post(`{"userName":"a","urn:acme:2.0:User":{"n":${"9".repeat(10_000)}}}`)).status).toBe(400);
});

test("attack C19 a member named a thousand times is one, and an odd id is only text", () => {
  const members = Array.from({ length: 1_000 }, () => ({ value: "../../x' or 1=1" }));
  expect(readMembers({ members })).toEqual([{ value: "../../x' or 1=1" }]);
  expect(refusal(() => readMembers({ members: [{ value: null }] })).scimType).toBe("invalidValue");
});

test.each([257, 3_000, 13_000])("attack C20 a userName of %i characters is invalidValue", (length) => {
  expect(refusal(() => user({ userName: "a".repeat(length) })).scimType).toBe("invalidValue");
});

test.each(["<img src=x onerror=alert(1)>", "=HYPERLINK(1)", "{{7*7}}", `\${7*7}`])(
  "attack C21 %s is stored as it is",
  (displayName) => {
    expect(user({ displayName })).toMatchObject({ displayName });
    expect(readResource(Group, { displayName }, () => {})).toMatchObject({ displayName });
  },
);

test("attack C22 addresses of pictures are text to us", () => {
  const photos = [{ value: "javascript:alert(1)" }, { value: "http://169.254.169.254/" }];
  expect(user({ photos })).toMatchObject({ photos });
});

test.each(["1", "0", "-1", "00000000-0000-0000-0000-000000000000"])(
  "attack B7 B8 externalId %j is data and no id",
  (externalId) => {
    const stored = user({ externalId, id: "mine" });
    expect(stored).toEqual({ schemas: [U], userName: "ada", externalId });
  },
);

test("attack B15 attributes nobody declared are not shown for being asked for", () => {
  const shown = { schemas: [U], id: "1", userName: "ada" };
  const ask = (names: string) => project(User, shown, readProjection(new URLSearchParams({ attributes: names }), User));
  expect(ask("*")).toEqual({ schemas: [U], id: "1" });
  expect(ask("tokenHash,directoryId,deletedAt,__proto__,constructor")).toEqual({ schemas: [U], id: "1" });
});
