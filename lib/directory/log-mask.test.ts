import { describe, expect, test } from "vitest";
import { isPersonal, maskAll, maskBody, maskQuotes, maskText } from "./log-mask.ts";

const PERSON = {
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
  userName: "ana@acme.example",
  name: { givenName: "Ana", familyName: "Lima" },
  displayName: "Ana Lima",
  emails: [{ value: "ana@acme.example", type: "work", primary: true }],
  title: "Lead",
  active: true,
};

describe("a masked body", () => {
  test("names nobody, and keeps what tells one value from another", () => {
    const masked = maskBody(PERSON);
    expect(JSON.stringify(masked)).not.toMatch(/ana@|"Ana|Lima/);
    expect(masked).toMatchObject({
      schemas: PERSON.schemas,
      title: "Lead",
      active: true,
      emails: [{ value: "a••@acme.example", type: "work", primary: true }],
      name: { givenName: "A••" },
    });
  });

  test.each([
    [{ op: "replace", path: 'emails[type eq "work"].value', value: "ana@acme.example" }],
    [{ op: "Replace", path: "displayName", value: "Ana Lima" }],
    [{ op: "replace", value: { "name.givenName": "Ana", displayName: "Ana Lima" } }],
    [{ op: "add", path: "members", value: [{ value: "ana@acme.example", display: "Ana Lima" }] }],
    [{ op: "remove", path: 'members[value eq "ana@acme.example"]' }],
  ])("hides the person in a PATCH operation: %j", (operation) => {
    expect(JSON.stringify(maskBody({ Operations: [operation] }))).not.toMatch(/ana@|"Ana|Ana Lima/);
  });

  test("keeps a PATCH of something that is nobody's as it is", () => {
    const operation = { op: "replace", path: "title", value: "Lead" };
    expect(maskBody({ Operations: [operation] })).toEqual({ Operations: [operation] });
  });
});

test.each([
  ["userName", true],
  ['emails[type eq "work"].value', true],
  ["name.givenName", true],
  ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", true],
  ["title", false],
  ["active", false],
  ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", false],
])("%s is personal: %s", (path, expected) => {
  expect(isPersonal(path)).toBe(expected);
});

test("a filter keeps its grammar and loses the name in it", () => {
  expect(maskQuotes('filter=userName eq "ana@acme.example"&count=1')).toBe(
    'filter=userName eq "a••@acme.example"&count=1',
  );
  expect(maskQuotes('emails[type eq "work"].value')).toBe('emails[type eq "work"].value');
});

test("every leaf is masked, whatever holds it", () => {
  expect(maskAll({ a: ["Ana", { b: "Lima", type: "work" }], n: 5 })).toEqual({
    a: ["A••", { b: "L•••", type: "work" }],
    n: "•••",
  });
  expect(maskText("")).toBe("");
});
