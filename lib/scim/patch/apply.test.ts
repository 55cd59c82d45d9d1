import { describe, expect, test } from "vitest";
import { ScimError } from "../error.ts";
import { isActive } from "../is-active.ts";
import type { JsonObject, JsonValue, StoredResource } from "../resource.ts";
import { ENTERPRISE_USER_URN as E, GROUP_URN as G, Group, USER_URN as U, User } from "../schema/resource-types.ts";
import { applyPatch } from "./apply.ts";
import type { PatchOperation } from "./parse.ts";

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.freeze(value);
    for (const child of Object.values(value)) deepFreeze(child);
  }
  return value;
}

const ada: StoredResource = deepFreeze({
  schemas: [U],
  userName: "ada",
  active: true,
  title: "Countess",
  name: { givenName: "Ada", familyName: "King" },
  emails: [{ value: "ada@work.example", type: "work", primary: true }],
});

const team: StoredResource = deepFreeze({ schemas: [G], displayName: "Team" });

function run(operations: PatchOperation[], before = ada, type = User) {
  const notes: string[] = [];
  const after = applyPatch(type, before, deepFreeze(operations), (deviation) => notes.push(deviation));
  return { after, notes };
}

const patched = (operations: PatchOperation[], before = ada) => run(operations, before).after;
const add = (path: string, value: JsonValue): PatchOperation => ({ op: "add", path, value });
const replace = (path: string, value: JsonValue): PatchOperation => ({ op: "replace", path, value });
const remove = (path: string): PatchOperation => ({ op: "remove", path });
const pathless = (value: JsonObject, op: "add" | "replace" = "replace"): PatchOperation => ({ op, value });
const withEmails = (...emails: JsonValue[]): StoredResource => deepFreeze({ ...ada, emails });

function refusal(operations: PatchOperation[], before = ada, type = User): ScimError {
  try {
    applyPatch(type, before, operations, () => {});
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error("accepted");
}

describe("Okta", () => {
  test("OK-11 a value without path sets active and touches nothing else", () => {
    expect(patched([pathless({ active: false })])).toEqual({ ...ada, active: false });
    expect(patched([pathless({ active: true })], { ...ada, active: false })).toEqual(ada);
  });

  test("OK-12 a password is taken and never kept", () => {
    expect(patched([pathless({ password: "canary" })])).toEqual(ada);
    expect(patched([replace("password", "canary"), add(`${U}:password`, "canary")])).toEqual(ada);
    expect(JSON.stringify(patched([pathless({ [U]: { password: "canary" } })]))).not.toContain("canary");
    expect(refusal([replace("password", { a: 1 })]).scimType).toBe("invalidValue");
  });

  test("OK-17 a rename may carry the group's id", () => {
    const { after } = run([pathless({ id: "g1", displayName: "New" })], team, Group);
    expect(after).toEqual({ schemas: [G], displayName: "New" });
  });

  test("OK-45 a list around a single value is taken", () => {
    expect(run([replace("active", [false])])).toMatchObject({
      after: { active: false },
      notes: ["single-value-as-list"],
    });
  });
});

describe("Entra ID", () => {
  test('EN-11 the text "False" becomes the boolean', () => {
    expect(run([replace("active", "False")])).toEqual({
      after: { ...ada, active: false },
      notes: ["boolean-as-string"],
    });
  });

  test("EN-13 many paths in one request are all set", () => {
    const result = patched([
      replace("displayName", "Ada K"),
      replace('emails[type eq "work"].value', "new@work.example"),
      add("name.givenName", "Augusta"),
      add(`${E}:department`, "Engines"),
      add(`${E}:employeeNumber`, "7"),
      add("nickName", "A"),
    ]);
    expect(result).toEqual({
      ...ada,
      schemas: [U, E],
      displayName: "Ada K",
      nickName: "A",
      name: { givenName: "Augusta", familyName: "King" },
      emails: [{ value: "new@work.example", type: "work", primary: true }],
      [E]: { department: "Engines", employeeNumber: "7" },
    });
  });

  test.each(["add", "replace"] as const)(
    "EN-14 EN-15 %s with a filter that matches nothing makes the element",
    (op) => {
      const result = patched([
        { op, path: 'phoneNumbers[type eq "mobile"].value', value: "+1" },
        { op, path: 'addresses[type eq "work"].streetAddress', value: "1 Road" },
        { op, path: 'addresses[type eq "work"].locality', value: "Oslo" },
        { op, path: 'emails[type eq "home" and primary eq true].value', value: "h@x" },
        { op, path: 'roles[primary eq "True"].value', value: "Admin" },
        { op, path: 'ims[type eq "xmpp"]', value: { value: "a@b" } },
        { op, path: 'photos[type eq "photo"]', value: "https://x.example/a.png" },
      ]);
      expect(result).toMatchObject({
        phoneNumbers: [{ type: "mobile", value: "+1" }],
        addresses: [{ type: "work", streetAddress: "1 Road", locality: "Oslo" }],
        emails: [
          { value: "ada@work.example", type: "work" },
          { value: "h@x", type: "home", primary: true },
        ],
        roles: [{ primary: true, value: "Admin" }],
        ims: [{ type: "xmpp", value: "a@b" }],
        photos: [{ type: "photo", value: "https://x.example/a.png" }],
      });
      expect(result.emails).toHaveLength(2);
    },
  );

  test.each([
    ["EN-16 as a string", add(`${E}:manager`, "m1")],
    ["EN-17 as an object", add(`${E}:manager`, { value: "m1" })],
    ["EN-17 as a list", add(`${E}:manager`, [{ value: "m1" }])],
    ["EN-17 by its value", add(`${E}:manager.value`, "m1")],
    ["RI-03 replaced by its value", replace(`${E}:manager.value`, "m1")],
    ["EN-21 in a key", pathless({ [`${E}:manager`]: "m1" })],
    ["EN-22 inside the extension", pathless({ [E]: { manager: { value: "m1" } } })],
  ])("the manager is kept as an object: %s", (_, operation) => {
    expect(patched([operation])).toEqual({ ...ada, schemas: [U, E], [E]: { manager: { value: "m1" } } });
  });

  const managed: StoredResource = deepFreeze({
    ...ada,
    schemas: [U, E],
    [E]: { manager: { value: "m1", $ref: "../Users/m1" } },
  });

  test.each([
    ["EN-17 removed", remove(`${E}:manager`)],
    ["EN-17 removed by its value", remove(`${E}:manager.value`)],
    ["EN-19 replaced by nothing", replace(`${E}:manager`, "")],
    ["EN-19 its value replaced by nothing", replace(`${E}:manager.value`, "")],
    ["replaced by null", replace(`${E}:manager`, null)],
    ["replaced by no one", replace(`${E}:manager`, [])],
    ["with the whole extension", remove(E)],
    ["null inside the extension", pathless({ [E]: { manager: null } })],
  ])("the manager leaves, and the empty extension with it: %s", (_, operation) => {
    expect(patched([operation], managed)).toEqual(ada);
  });

  test("another manager does not inherit the former one's $ref", () => {
    for (const operation of [
      replace(`${E}:manager`, "m2"),
      replace(`${E}:manager.value`, "m2"),
      add(`${E}:manager`, "m2"),
    ]) {
      expect(patched([operation], managed)[E]).toEqual({ manager: { value: "m2" } });
    }
    expect(patched([replace(`${E}:manager`, "m1")], managed)).toEqual(managed);
  });

  test("EN-19 EN-20 what is replaced by nothing or removed is gone, and the rest stays", () => {
    const before = deepFreeze<StoredResource>({
      ...ada,
      phoneNumbers: [
        { value: "+1", type: "mobile", primary: true },
        { value: "+2", type: "work" },
      ],
    });
    for (const gone of [
      [remove("title"), remove("name.givenName"), remove('phoneNumbers[type eq "mobile"].value')],
      [replace("title", ""), replace("name.givenName", ""), replace('phoneNumbers[type eq "mobile"].value', "")],
      [replace("title", null), replace("name.givenName", null), replace('phoneNumbers[type eq "mobile"]', null)],
      [remove("title"), remove("name.givenName"), remove('phoneNumbers[type eq "mobile"]')],
    ]) {
      const { title: _, ...others } = ada;
      expect(patched(gone, before)).toEqual({
        ...others,
        name: { familyName: "King" },
        phoneNumbers: [{ value: "+2", type: "work" }],
      });
    }
  });

  test("EN-21 keys with dots and with a URN are paths, and are not stored as they stand", () => {
    const result = patched([
      replace('emails[type eq "work"].value', "n@x"),
      pathless({
        displayName: "Bjfe",
        "name.givenName": "Kkom",
        "name.familyName": "Unua",
        [`${E}:employeeNumber`]: "Aklq",
        'phoneNumbers[type eq "work"].value': "+1",
      }),
    ]);
    expect(result).toEqual({
      ...ada,
      schemas: [U, E],
      displayName: "Bjfe",
      name: { givenName: "Kkom", familyName: "Unua" },
      emails: [{ value: "n@x", type: "work", primary: true }],
      phoneNumbers: [{ type: "work", value: "+1" }],
      [E]: { employeeNumber: "Aklq" },
    });
  });

  test("EN-22 an extension as an object merges into what is there", () => {
    const before = patched([add(`${E}:costCenter`, "C1")]);
    expect(patched([pathless({ [E.toUpperCase()]: { department: "D3", nope: 1 } })], before)[E]).toEqual({
      costCenter: "C1",
      department: "D3",
    });
    expect(patched([replace(E, { department: "D4" })], before)[E]).toEqual({ costCenter: "C1", department: "D4" });
  });

  test("EN-25 a role that is JSON text is usable by its own value", () => {
    const role = { value: '{"id":"1","value":"Admin","displayName":"Administrator"}' };
    const { after, notes } = run([add("roles", [{ value: "User" }]), add("roles", [role])]);
    expect(after.roles).toEqual([{ value: "User" }, { value: "Admin", display: "Administrator" }]);
    expect(notes).toContain("element-as-json-text");
  });

  test("EN-28 replaced roles are exactly those", () => {
    const before = deepFreeze({ ...ada, roles: [{ value: "A" }, { value: "B" }] });
    const role = { value: "C", type: "WindowsAzureActiveDirectoryRole" };
    expect(patched([replace("roles", [role])], before).roles).toEqual([role]);
    expect(patched([replace("roles", [])], before)).toEqual(ada);
  });

  test("EN-47 a second primary takes it from the first, however it is set", () => {
    const home = { value: "h@x", type: "home" };
    const both = withEmails({ value: "ada@work.example", type: "work", primary: true }, home);
    for (const [before, operation] of [
      [ada, add("emails", [{ ...home, primary: true }])],
      [both, add('emails[type eq "home"].primary', true)],
      [both, replace('emails[type eq "home"].primary', "True")],
      [both, add('emails[type eq "home"]', { primary: true })],
      [both, replace('emails[type eq "home"]', { ...home, primary: true })],
    ] as const) {
      expect(patched([operation], before).emails).toEqual([
        { value: "ada@work.example", type: "work" },
        { ...home, primary: true },
      ]);
    }
    const first = withEmails(home, { value: "ada@work.example", type: "work", primary: true });
    expect(patched([replace('emails[type eq "home"].primary', true)], first).emails).toEqual([
      { ...home, primary: true },
      { value: "ada@work.example", type: "work" },
    ]);
  });
});

describe("other clients", () => {
  test("AU-04 a whole group without path is taken, schemas and id apart", () => {
    const whole = {
      schemas: ["urn:x"],
      id: "g1",
      meta: { resourceType: "Group" },
      displayName: "New",
      externalId: "e",
    };
    expect(run([pathless(whole)], team, Group).after).toEqual({ schemas: [G], displayName: "New", externalId: "e" });
  });

  test("OT-01 a nested name is merged, a whole list replaced", () => {
    const value = { name: { givenName: "Augusta" }, emails: [{ value: "x@y" }] };
    expect(patched([pathless(value)])).toEqual({
      ...ada,
      name: { givenName: "Augusta", familyName: "King" },
      emails: [{ value: "x@y" }],
    });
  });

  test("OT-03 a core attribute may be named by its URN", () => {
    expect(patched([replace(`${U}:displayName`, "A")]).displayName).toBe("A");
  });

  test("OT-04 core attributes may stand under the core URN, as a value or as the path", () => {
    expect(patched([pathless({ [U]: { displayName: "A" } })])).toEqual({ ...ada, displayName: "A" });
    expect(patched([replace(U, { displayName: "A" })])).toEqual({ ...ada, displayName: "A" });
  });

  test("GEN-20 what is unknown or read-only in a value without path is passed over", () => {
    const value = { nope: 1, "nope.x": 1, id: "other", meta: { created: "x" }, groups: [{ value: "g" }], schemas: [] };
    const { after, notes } = run([pathless({ ...value, [`${E}:nope`]: 1 })]);
    expect(after).toEqual(ada);
    expect(new Set(notes)).toEqual(new Set(["unknown-attribute", "read-only-attribute"]));
  });
});

describe("add (RFC 7644 §3.5.2.1)", () => {
  test("appends to a multi-valued attribute, but not what is there already", () => {
    const again = { value: "ADA@work.example", type: "work" };
    const other = { value: "b@x", type: "other" };
    const emails = patched([add("emails", [again, other, other])]).emails;
    expect(emails).toEqual([{ value: "ADA@work.example", type: "work", primary: true }, other]);
  });

  test("the same value under another type is another element; without a type it is the one that is there", () => {
    const home = { value: "ada@work.example", type: "home" };
    expect(patched([add("emails", [home])]).emails).toHaveLength(2);
    expect(patched([add("emails", ["ada@work.example"])])).toEqual(ada);
  });

  test("takes a single object where a list is due", () => {
    expect(patched([add("emails", { value: "b@x" })]).emails).toHaveLength(2);
  });

  test("of nothing changes nothing", () => {
    for (const value of [null, "", []]) {
      expect(patched([add("title", value), add("emails", value), add('emails[type eq "work"].value', value)])).toEqual(
        ada,
      );
    }
  });

  test("of a value that cannot be read is refused", () => {
    expect(refusal([add("title", { a: 1 })]).scimType).toBe("invalidValue");
    expect(refusal([add("emails", [1])]).scimType).toBe("invalidValue");
    expect(refusal([add('emails[type eq "work"]', [{ value: "a" }, { value: "b" }])]).scimType).toBe("invalidValue");
    expect(refusal([add("active", 0)]).scimType).toBe("invalidValue");
    expect(refusal([add("title", "a\u0000")]).scimType).toBe("invalidValue");
  });

  test("does not let a list grow without end", () => {
    const batch = (from: number) => Array.from({ length: 600 }, (_, index) => ({ value: `${from + index}@x` }));
    expect(refusal([add("emails", batch(0)), add("emails", batch(600))]).scimType).toBe("invalidValue");
  });
});

describe("replace (RFC 7644 §3.5.2.3)", () => {
  test("replaces every element a filter chooses, wholly", () => {
    const before = withEmails({ value: "a", type: "work", display: "A" }, { value: "b", type: "home" });
    expect(patched([replace('emails[type eq "work"]', { value: "c" })], before).emails).toEqual([
      { type: "work", value: "c" },
      { value: "b", type: "home" },
    ]);
  });

  test.each([
    ['emails[type eq "nonexistent"].value', "outside the canonical values"],
    ['emails[type eq "work" and type eq "home"].value', "contradicting itself"],
    ['emails[value co "zzz"].type', "not plain eq"],
    ['emails[not (type eq "work")].value', "negated"],
    ['emails[type eq "home" or type eq "other"].value', "either of two"],
    ['emails[type eq null and value eq "q"].display', "null"],
  ])("of an unmatched %s, %s, is refused as noTarget", (path) => {
    expect(refusal([replace(path, "x")]).scimType).toBe("noTarget");
    expect(refusal([add(path, "x")]).scimType).toBe("noTarget");
  });

  test("sets a sub-attribute of every element where the path has no filter", () => {
    const before = withEmails({ value: "a", type: "work" }, { value: "b", type: "home" });
    expect(patched([replace("emails.display", "E")], before).emails).toEqual([
      { value: "a", type: "work", display: "E" },
      { value: "b", type: "home", display: "E" },
    ]);
    expect(patched([add("phoneNumbers.value", "+1")]).phoneNumbers).toEqual([{ value: "+1" }]);
  });

  test("is idempotent", () => {
    const operations = [
      replace("title", "x"),
      replace("name", { givenName: "B" }),
      replace("emails", [{ value: "q@x", primary: true }, { value: "r@x" }]),
      replace('phoneNumbers[type eq "work"].value', "+1"),
      replace(`${E}:manager`, "m"),
      pathless({ "name.middleName": "M", "urn:acme:2.0:User": { a: [1] } }),
    ];
    const once = patched(operations);
    expect(patched(operations, once)).toEqual(once);
  });
});

describe("remove (RFC 7644 §3.5.2.2)", () => {
  test("of what is not there succeeds and changes nothing", () => {
    const nothing = [
      remove("nickName"),
      remove("name.middleName"),
      remove('emails[type eq "home"]'),
      remove('emails[type eq "home"].value'),
      remove("phoneNumbers"),
      remove(`${E}:department`),
      remove(E),
      remove("urn:acme:2.0:User:badge"),
    ];
    expect(patched(nothing)).toEqual(ada);
  });

  test("takes out what a filter chooses", () => {
    const before = withEmails({ value: "a", type: "work" }, { value: "b", type: "home" });
    expect(patched([remove('emails[type eq "work"]')], before).emails).toEqual([{ value: "b", type: "home" }]);
    expect(patched([remove('emails[type eq "work"].type')], before).emails).toEqual([
      { value: "a" },
      { value: "b", type: "home" },
    ]);
    expect(patched([remove("emails[value pr]")], before)).not.toHaveProperty("emails");
  });

  test("takes out only what its value names, and nothing for an empty list", () => {
    const before = withEmails({ value: "a", type: "work" }, { value: "b", type: "home" });
    const named: PatchOperation = { op: "remove", path: "emails", value: [{ value: "A" }] };
    expect(run([named], before)).toMatchObject({
      after: { emails: [{ value: "b", type: "home" }] },
      notes: ["remove-by-value"],
    });
    expect(patched([{ op: "remove", path: "emails", value: [] }], before)).toEqual(before);
    expect(patched([remove("emails")], before)).not.toHaveProperty("emails");
  });

  test("and set again in one request keeps what the element was for", () => {
    expect(patched([remove('emails[type eq "work"].value'), add('emails[type eq "work"].value', "n")]).emails).toEqual([
      { value: "n", type: "work", primary: true },
    ]);
  });

  test("the last sub-attribute takes the attribute with it", () => {
    expect(patched([remove("name.givenName"), remove("name.familyName")])).not.toHaveProperty("name");
  });
});

describe("what the client may not do is refused", () => {
  test.each([
    "id",
    "meta",
    "meta.created",
    "groups",
    "schemas",
    `${U}:groups`,
    `${E}:manager.displayName`,
    'groups[value eq "g"]',
  ])("%s by an explicit path: mutability", (path) => {
    expect(refusal([replace(path, "x")]).scimType).toBe("mutability");
    expect(refusal([remove(path)]).scimType).toBe("mutability");
  });

  test.each([
    remove("userName"),
    replace("userName", null),
    replace("userName", ""),
    replace("userName", []),
    add("userName", ""),
  ])("a required attribute removed (mutability, RFC 7644 §3.5.2.2) or cleared (invalidValue): %j", (operation) => {
    expect(refusal([operation]).scimType).toBe(operation.op === "remove" ? "mutability" : "invalidValue");
  });

  test("a group's displayName removed or cleared, with and without path", () => {
    expect(refusal([remove("displayName")], team, Group).scimType).toBe("mutability");
    expect(refusal([pathless({ displayName: null })], team, Group).scimType).toBe("invalidValue");
  });

  test.each([null, "", [], 0, "no", {}])("active made %j: invalidValue, never left silently active", (value) => {
    expect(refusal([replace("active", value)]).scimType).toBe("invalidValue");
    expect(refusal([add("active", value)]).scimType).toBe("invalidValue");
    expect(refusal([pathless({ active: value })]).scimType).toBe("invalidValue");
  });

  test("active may be removed (RFC 7644 §3.5.2.2), and that never lets a leaver in again", () => {
    const here: StoredResource = { schemas: [U], userName: "a", active: true };
    expect(run([remove("active")], here).after).not.toHaveProperty("active");
    const left = run([remove("active")], { ...here, active: false }).after;
    expect(left.active).toBeNull();
    expect(isActive(left)).toBe(false);
    expect(run([remove("active")], left).after).toEqual(left);
    expect(run([replace("active", true)], left).after.active).toBe(true);
  });

  test("a complex attribute replaced in part: what is named with nothing in it goes, what is not named stays", () => {
    const before: StoredResource = { schemas: [U], userName: "a", name: { givenName: "A", familyName: "L" } };
    const names = (operation: PatchOperation) => run([operation], before).after.name;
    expect(names(replace("name", { givenName: null }))).toEqual({ familyName: "L" });
    expect(names(pathless({ name: { GIVENNAME: "", middleName: "M" } }))).toEqual({ familyName: "L", middleName: "M" });
    expect(names(add("name", { givenName: null }))).toEqual({ givenName: "A", familyName: "L" });
    expect(names(replace("name", {}))).toEqual({ givenName: "A", familyName: "L" });
    expect(names(replace("name", { givenName: null, familyName: null }))).toBeUndefined();
  });

  test("a dot after a URN we know is read as the colon that is due", () => {
    const { after } = run([replace(`${E}.department`, "D")], { schemas: [U], userName: "a" });
    expect(after[E]).toEqual({ department: "D" });
  });

  test("a remove without path: noTarget", () => {
    expect(refusal([{ op: "remove" }]).scimType).toBe("noTarget");
    expect(refusal([remove(U)]).scimType).toBe("noTarget");
  });

  test("GEN-19 an operation that cannot be applied refuses all of them", () => {
    expect(refusal([replace("title", "x"), replace("nope", "y")]).scimType).toBe("invalidPath");
    expect(ada.title).toBe("Countess");
  });

  test("membership is not applied to a resource by mistake", () => {
    expect(() => run([add("members", [{ value: "u" }])], team, Group)).toThrow("splitMembers");
  });
});

describe("extensions nobody described", () => {
  const A = "urn:acme:2.0:User";

  test("are stored under their URN, by path and by key, and named in schemas", () => {
    const expected = { ...ada, schemas: [U, A], [A]: { badge: "7" } };
    expect(patched([add(`${A}:badge`, "7")])).toEqual(expected);
    expect(patched([pathless({ [`${A}:badge`]: "7" })])).toEqual(expected);
    expect(patched([pathless({ [A]: { badge: "7" } })])).toEqual(expected);
    expect(patched([add(A, { badge: "7" })])).toEqual(expected);
    const device = "urn:acme:ext:2.0:Device";
    expect(patched([pathless({ [device]: { serial: 1 } })])).toEqual({
      ...ada,
      schemas: [U, device],
      [device]: { serial: 1 },
    });
  });

  test("keep the letter case in which they first came", () => {
    const before = patched([add(`${A}:Badge`, "7")]);
    expect(patched([replace(`${A.toUpperCase()}:badge`, "8")], before)[A]).toEqual({ Badge: "8" });
    expect(patched([remove(`${A}:BADGE`)], before)).toEqual(ada);
    expect(patched([remove(A.toUpperCase())], before)).toEqual(ada);
    expect(patched([pathless({ [A]: null })], before)).toEqual(ada);
  });

  test("take sub-attributes, filters and lists as well", () => {
    const before = patched([
      add(`${A}:badge.color`, "red"),
      add(`${A}:tags`, ["a"]),
      add(`${A}:tags`, ["a", "b"]),
      add(`${A}:cars[plate eq "X"].seats`, 4),
      pathless({ [A]: { "badge.size": 2 } }),
    ]);
    expect(before[A]).toEqual({ badge: { color: "red", size: 2 }, tags: ["a", "b"], cars: [{ plate: "X", seats: 4 }] });
    expect(patched([remove(`${A}:badge.color`), remove(`${A}:cars[plate eq "x"]`)], before)[A]).toEqual({
      badge: { size: 2 },
      tags: ["a", "b"],
    });
  });

  test("are limited in number and depth", () => {
    const many = Array.from({ length: 21 }, (_, index) => add(`urn:acme${index}:2.0:User:a`, 1));
    expect(refusal(many).scimType).toBe("invalidValue");
    let deep: JsonValue = 1;
    for (let level = 0; level < 10_000; level++) deep = { a: deep };
    expect(refusal([add(`${A}:a`, deep)]).scimType).toBe("invalidValue");
    expect(refusal([pathless({ [A]: { a: deep } })]).scimType).toBe("invalidValue");
    expect(refusal([add("title", deep)]).scimType).toBe("invalidValue");
  });
});
