import { describe, expect, test } from "vitest";
import { ScimError } from "./error.ts";
import { parsePath } from "./path.ts";
import { ENTERPRISE_USER_URN as E, Group, USER_URN as U, User } from "./schema/resource-types.ts";

function read(text: string, type = User) {
  const notes: string[] = [];
  const path = parsePath(text, type, (deviation) => notes.push(deviation));
  return { urn: path.urn, name: path.target?.name, sub: path.sub?.name, filtered: path.filter !== undefined, notes };
}

function refusal(text: string, type = User): ScimError {
  try {
    parsePath(text, type, () => {});
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

describe("a path is read into extension, attribute, filter and sub-attribute", () => {
  test.each([
    ["userName", { name: "userName" }],
    ["NAME.GIVENNAME", { name: "name", sub: "givenName" }],
    [`${U}:displayName`, { name: "displayName" }],
    [`${U.toUpperCase()}:name.familyName`, { name: "name", sub: "familyName" }],
    [`${E}:department`, { urn: E, name: "department" }],
    [`${E}:manager.value`, { urn: E, name: "manager", sub: "value" }],
    [E, { urn: E }],
    ['emails[type eq "work"]', { name: "emails", filtered: true }],
    ['emails[type eq "work"].value', { name: "emails", sub: "value", filtered: true }],
    ['Emails[Type Eq "work"].Value', { name: "emails", sub: "value", filtered: true }],
    [`${U}:emails[type eq "work"].value`, { name: "emails", sub: "value", filtered: true }],
    ['emails[type eq "constructor" and value eq "__proto__"]', { name: "emails", filtered: true }],
    ["emails.value", { name: "emails", sub: "value" }],
    ["urn:acme:2.0:User:badge", { urn: "urn:acme:2.0:User", name: "badge" }],
    ["urn:acme:2.0:User:badge.color", { urn: "urn:acme:2.0:User", name: "badge", sub: "color" }],
    [
      'urn:acme:2.0:User:badges[id eq "1"].color',
      { urn: "urn:acme:2.0:User", name: "badges", sub: "color", filtered: true },
    ],
    ["urn:acme:2.0:User", { urn: "urn:acme:2.0:User" }],
  ])("%s", (text, expected) => {
    expect(read(text)).toEqual({
      urn: undefined,
      name: undefined,
      sub: undefined,
      filtered: false,
      notes: [],
      ...expected,
    });
  });

  test("a leading slash is taken and noted", () => {
    expect(read("/name.givenName")).toMatchObject({
      name: "name",
      sub: "givenName",
      notes: ["path-with-leading-slash"],
    });
  });

  test("an extension's attribute without its URN is taken and noted", () => {
    expect(read("department")).toMatchObject({ urn: E, notes: ["extension-attribute-without-urn"] });
  });

  test("an outdated URN stands for today's and is noted", () => {
    expect(read("urn:scim:schemas:extension:enterprise:1.0:department")).toMatchObject({
      urn: E,
      name: "department",
      notes: ["legacy-urn"],
    });
  });

  test("members of a group are addressed by a filter", () => {
    expect(read('members[value eq "u1"]', Group)).toMatchObject({ name: "members", filtered: true });
  });
});

describe("a path that names nothing is refused as invalidPath", () => {
  test.each([
    "nope",
    "name.nope",
    "name.givenName.x",
    "userName.x",
    "",
    "/",
    "[",
    '"userName"',
    "userName title",
    'emails[type eq "work"] or 1',
    'emails[type eq "work"].value.x',
    'emails[type eq "work"].nope',
    'emails[type eq "work"] .value',
    'emails.value[type eq "work"]',
    'name[givenName eq "a"]',
    'userName[value eq "a"]',
    `${E}:nope`,
    `${E}:manager[value eq "a"]`,
    "urn:ietf:params:scim:schemas:core:2.0:Group:displayName",
    "urn:x",
    "urn:acme:2.0:User:0",
    "__proto__",
    "__proto__.polluted",
    "constructor.prototype.x",
    "name.__proto__",
    "name.__proto__.x",
    "emails[0].__proto__",
    'emails[type eq "work"].__proto__',
    'emails[type eq "work"].constructor',
    "toString",
    "toString.x",
    "hasOwnProperty",
    "valueOf",
    `${U}:__proto__`,
    `${E}:constructor`,
    "urn:acme:2.0:User:__proto__",
    "urn:acme:2.0:User:badge.constructor",
    "urn:__proto__:x",
  ])("%s", (text) => {
    expect(refusal(text)).toMatchObject({ status: 400, scimType: "invalidPath" });
  });

  test("a path is as bounded as a filter", () => {
    expect(refusal("a".repeat(5_000)).scimType).toBe("invalidPath");
    const joined = (count: number) => Array.from({ length: count }, (_, index) => `value eq "${index}"`).join(" or ");
    expect(refusal(`emails[${joined(11)}]`).scimType).toBe("invalidFilter");
    expect(read(`members[${joined(100)}]`, Group).filtered).toBe(true);
    expect(refusal(`members[${joined(101)}]`, Group).scimType).toBe("invalidFilter");
    expect(refusal(`emails[${"(".repeat(41)}type pr${")".repeat(41)}]`).scimType).toBe("invalidFilter");
  });
});

test.each([
  'urn:acme:2.0:User:cars[constructor eq "x"]',
  'emails[type eq "work" and (((',
  "emails[type zz 1]",
  'emails[nope eq "x"]',
  "emails[]",
])("a filter in a path that is not understood is refused as invalidFilter: %s", (text) => {
  expect(refusal(text)).toMatchObject({ status: 400, scimType: "invalidFilter" });
});
