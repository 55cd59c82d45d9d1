import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readResource } from "./body.ts";
import { parseJson } from "./json.ts";
import type { JsonObject, StoredResource } from "./resource.ts";
import { ENTERPRISE_USER_URN, GROUP_URN, Group, USER_URN, User } from "./schema/resource-types.ts";
import { showResource } from "./show.ts";

const ACME = "urn:acme:scim:2.0:User";

function readUser(body: JsonObject): { user: StoredResource; notes: string[] } {
  const notes: string[] = [];
  return { user: readResource(User, body, (note) => notes.push(note)), notes };
}

const withName = (body: JsonObject) => readUser({ schemas: [USER_URN], userName: "babs", ...body }).user;

describe("what is stored", () => {
  test("Okta's create keeps everything but the password and the groups", () => {
    const { user, notes } = readUser({
      schemas: [USER_URN],
      userName: "test.user@okta.local",
      name: { givenName: "Test", familyName: "User" },
      emails: [{ primary: true, value: "test.user@okta.local", type: "work" }],
      displayName: "Test User",
      locale: "en-US",
      externalId: "00ujl29u0le5T6Aj10h7",
      groups: [{ value: "admins" }],
      password: "1mz050nq",
      active: true,
    });
    expect(user).toEqual({
      schemas: [USER_URN],
      userName: "test.user@okta.local",
      name: { givenName: "Test", familyName: "User" },
      emails: [{ primary: true, value: "test.user@okta.local", type: "work" }],
      displayName: "Test User",
      locale: "en-US",
      externalId: "00ujl29u0le5T6Aj10h7",
      active: true,
    });
    expect(notes).toEqual([]);
  });

  test("names in any letter case come out canonical, extensions under their canonical URN", () => {
    const user = withName({ DISPLAYNAME: "Babs", [ENTERPRISE_USER_URN.toLowerCase()]: { Department: "D3" } });
    expect(user).toMatchObject({ displayName: "Babs", [ENTERPRISE_USER_URN]: { department: "D3" } });
  });

  test("schemas names the extensions that have content, whatever the body listed", () => {
    const listed = { schemas: [USER_URN, ENTERPRISE_USER_URN, ACME] };
    expect(withName(listed).schemas).toEqual([USER_URN]);
    expect(withName({ ...listed, [ENTERPRISE_USER_URN]: { department: "" }, [ACME]: {} }).schemas).toEqual([USER_URN]);
    expect(withName({ [ENTERPRISE_USER_URN]: { department: "D3" }, [ACME]: { badge: 7 } }).schemas).toEqual([
      USER_URN,
      ENTERPRISE_USER_URN,
      ACME,
    ]);
  });

  test("core attributes may stand under the core URN; those at the top level win", () => {
    const { user, notes } = readUser({
      schemas: [USER_URN],
      displayName: "top",
      [USER_URN]: { userName: "babs", displayName: "nested" },
    });
    expect(user).toEqual({ schemas: [USER_URN], displayName: "top", userName: "babs" });
    expect(notes).toEqual(["core-attributes-under-urn"]);
  });

  test("an unknown extension is kept as sent; nulls and unsafe keys are not", () => {
    const body = parseJson(
      `{"userName":"babs","${ACME}":{"badge":{"n":1,"x":null},"__proto__":{"isAdmin":true}},"__proto__":{"isAdmin":true}}`,
    );
    const { user } = readUser(body);
    expect(user[ACME]).toEqual({ badge: { n: 1 } });
    expect(Object.keys(user)).not.toContain("__proto__");
    expect(user.isAdmin).toBeUndefined();
  });

  test("what we alone write, and what nobody knows, is ignored", () => {
    const body = { id: "x", meta: { created: "1970", version: 1 }, isAdmin: true, directoryId: "y", $where: "1" };
    expect(withName(body)).toEqual({ schemas: [USER_URN], userName: "babs" });
    expect(withName({ [GROUP_URN]: { displayName: "admins" } })).toEqual({ schemas: [USER_URN], userName: "babs" });
  });

  test("a group's members are not part of it", () => {
    const body = { schemas: [GROUP_URN], displayName: "Tour Guides", members: [{ value: "1" }] };
    expect(readResource(Group, body, () => {})).toEqual({ schemas: [GROUP_URN], displayName: "Tour Guides" });
  });

  test("a stored user that is shown and sent back is the same user", () => {
    const text = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 40 });
    // Texts with an @ may be refused as addresses.
    const address = text.map((value) => value.replaceAll("@", "a"));
    const element = fc.record({ value: address, type: fc.constantFrom("work", "home") });
    const sent = fc.record(
      {
        userName: text,
        active: fc.boolean(),
        externalId: text,
        name: fc.record({ givenName: text, familyName: text }),
        emails: fc.array(element, { minLength: 1, maxLength: 3 }),
        [ENTERPRISE_USER_URN]: fc.record({ department: text, manager: fc.record({ value: text }) }),
        [ACME]: fc.dictionary(fc.constantFrom("a", "b"), fc.integer(), { minKeys: 1 }),
      },
      { requiredKeys: ["userName", "active"] },
    );
    const meta = { created: "2026-01-01T00:00:00Z", lastModified: "2026-01-01T00:00:00Z", version: 1 };
    fc.assert(
      fc.property(sent, (body) => {
        const { user } = readUser(body);
        const shown = showResource(User, { id: "1", stored: user, meta, baseUrl: "https://x", groups: [] });
        expect(readUser(shown).user).toEqual(user);
      }),
    );
  });
});

describe("what is refused", () => {
  test.each([[{}], [{ userName: null }], [{ userName: "" }]])("a user without userName: %j", (body) => {
    expect(() => readUser(body)).toThrow("userName is required.");
  });

  test("a group without displayName", () => {
    expect(() => readResource(Group, { externalId: "1" }, () => {})).toThrow("displayName is required.");
  });

  test("more than 20 URNs, listed or as extensions", () => {
    const urns = Array.from({ length: 21 }, (_, index) => `urn:acme:${index}`);
    expect(() => withName({ schemas: urns })).toThrow("more than 20 URNs");
    expect(() => withName(Object.fromEntries(urns.map((urn) => [urn, { a: 1 }])))).toThrow("more than 20 extensions");
    expect(() => withName(Object.fromEntries(urns.slice(1).map((urn) => [urn, { a: 1 }])))).not.toThrow();
  });

  test("schemas and known extensions of another type than theirs", () => {
    expect(() => withName({ schemas: { a: 1 } })).toThrow("schemas must be a list of URNs, not an object.");
    expect(() => withName({ schemas: [1] })).toThrow("schemas must be a list of strings, not a number.");
    expect(() => withName({ [ENTERPRISE_USER_URN]: "x" })).toThrow("must be an object, not a string");
    expect(() => withName({ [USER_URN]: [] })).toThrow("must be an object, not a list");
  });
});

describe("schemas that deviate are taken and noted", () => {
  test.each<[JsonObject, string[]]>([
    [{}, ["missing-schemas"]],
    [{ schemas: null }, ["missing-schemas"]],
    [{ schemas: [] }, ["missing-schemas"]],
    [{ schemas: USER_URN }, []],
    [{ schemas: [USER_URN.toUpperCase()] }, []],
    [{ schemas: ["urn:scim:schemas:core:1.0", USER_URN] }, ["legacy-urn"]],
    [{ schemas: ["urn:scim:schemas:core:2.0", "urn:scim:schemas:extension:enterprise:2.0"] }, ["legacy-urn"]],
    [{ schemas: [USER_URN, "urn:ietf:params:scim:schemas:extension:enterprise:2.0User"] }, ["legacy-urn"]],
    [{ schemas: [GROUP_URN] }, ["schemas-without-core"]],
  ])("%j", (schemas, expected) => {
    const { user, notes } = readUser({ userName: "babs", ...schemas });
    expect(user).toEqual({ schemas: [USER_URN], userName: "babs" });
    expect(notes).toEqual(expected);
  });

  test("an extension under a legacy URN is the extension of today", () => {
    const { user } = readUser({ userName: "babs", "urn:scim:schemas:extension:enterprise:1.0": { department: "D3" } });
    expect(user).toEqual({
      schemas: [USER_URN, ENTERPRISE_USER_URN],
      userName: "babs",
      [ENTERPRISE_USER_URN]: { department: "D3" },
    });
  });

  test("Entra ID's own group URN adds nothing to a group", () => {
    const schemas = [GROUP_URN, "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"];
    const group = readResource(Group, { schemas, displayName: "A", meta: { resourceType: "Group" } }, () => {});
    expect(group).toEqual({ schemas: [GROUP_URN], displayName: "A" });
  });
});
