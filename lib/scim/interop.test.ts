import { describe, expect, test } from "vitest";
import { readResource } from "./body.ts";
import { assignDefaults } from "./defaults.ts";
import { resourceTypeByName, resourceTypesList, schemaById, schemasList, serviceProviderConfig } from "./discovery.ts";
import { parseIfMatch } from "./etag.ts";
import { parseFilter } from "./filter/parse.ts";
import { matches } from "./filter/predicate.ts";
import { parseJson } from "./json.ts";
import { listResponse, readListQuery } from "./list.ts";
import { readMembers } from "./members.ts";
import { applyPatch } from "./patch/apply.ts";
import { splitMembers } from "./patch/members.ts";
import { parsePatch } from "./patch/parse.ts";
import { project, readProjection } from "./projection.ts";
import { replaceResource } from "./replace.ts";
import type { JsonObject, JsonValue, StoredResource } from "./resource.ts";
import type { ResourceType } from "./schema/attribute.ts";
import { ENTERPRISE_USER_URN as E, GROUP_URN as G, Group, USER_URN as U, User } from "./schema/resource-types.ts";
import { showResource } from "./show.ts";

// What identity providers send, case by case; those of PATCH and filters are beside their readers.

const BASE = "https://example.com";
const meta = { created: "2026-01-01T00:00:00.000Z", lastModified: "2026-01-01T00:00:00.000Z", version: 1 };
const ignore = () => {};
const limits = { bulk: { supported: false, maxOperations: 1_000, maxPayloadSize: 1_048_576 }, sort: true };

const user = (body: JsonObject) => readResource(User, body, ignore);
const show = (stored: StoredResource, type: ResourceType = User) =>
  showResource(type, { id: "1", stored, meta, baseUrl: BASE, groups: [], members: [] });
const list = (query: string, type = User) => readListQuery(new URLSearchParams(query), type);
const holds = (text: string, resource: JsonObject, type = User) => matches(parseFilter(text, type, ignore), resource);
const patch = (type: ResourceType, before: StoredResource, Operations: JsonValue) => {
  const { rest, members } = splitMembers(parsePatch({ Operations }, ignore), type, ignore);
  return { after: applyPatch(type, before, rest, ignore), members };
};

const OKTA_CREATE: JsonObject = {
  schemas: [U],
  userName: "test.user@okta.local",
  name: { givenName: "Test", familyName: "User" },
  emails: [{ primary: true, value: "test.user@okta.local", type: "work" }],
  displayName: "Test User",
  locale: "en-US",
  externalId: "00ujl29u0le5T6Aj10h7",
  groups: [],
  password: "1mz050nq",
  active: true,
};
const ENTRA_CREATE: JsonObject = {
  schemas: [U, E],
  externalId: "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
  userName: "Test_User_00aa00aa-bb11-cc22-dd33-44ee44ee44ee",
  active: true,
  emails: [{ primary: true, type: "work", value: "Test_User_11bb@testuser.com" }],
  meta: { resourceType: "User" },
  name: { formatted: "givenName familyName", familyName: "familyName", givenName: "givenName" },
  roles: [],
};

describe("every provider", () => {
  test("GEN-05 broken JSON is invalidSyntax", () => {
    expect(() => parseJson('{"userName": junk')).toThrow(
      expect.objectContaining({ status: 400, scimType: "invalidSyntax" }),
    );
  });

  test("GEN-06 an operator nobody knows is invalidFilter", () => {
    expect(() => holds('userName qq "x"', {})).toThrow(
      expect.objectContaining({ status: 400, scimType: "invalidFilter" }),
    );
  });

  test("GEN-07 count 0 holds nobody but the true total; an index below 1 is 1; numbers are numbers", () => {
    expect(list("count=0").count).toBe(0);
    for (const query of ["startIndex=0", "startIndex=-1", "startindex=0"]) expect(list(query).startIndex).toBe(1);
    expect(listResponse([], { totalResults: 3, startIndex: 1 })).toMatchObject({
      totalResults: 3,
      itemsPerPage: 0,
      Resources: [],
    });
  });

  test("GEN-08 OK-26 AU-05 without parameters people come back, and a startIndex alone is enough", () => {
    expect(list("")).toMatchObject({ startIndex: 1, count: 100, filter: undefined });
    expect(list("startIndex=101")).toMatchObject({ startIndex: 101, count: 100 });
  });

  test.each(["aadOptscim062020", "aadOptscim062020=&count=1", "count=1&aadOptscim062020"])(
    "GEN-09 GEN-15 %s changes nothing",
    (query) => {
      expect(list(query)).toEqual(list(query.includes("count") ? "count=1" : ""));
    },
  );

  test("GEN-10 location is absolute and ends in the id", () => {
    expect(show(user({ userName: "a" })).meta).toMatchObject({
      resourceType: "User",
      location: `${BASE}/scim/v2/Users/1`,
      created: meta.created,
      lastModified: meta.lastModified,
    });
  });

  test("GEN-11 EN-33 names are found in any letter case", () => {
    expect(holds('userName eq "ADA@X"', { userName: "ada@x" })).toBe(true);
    expect(holds('displayName eq "TEAM"', { displayName: "Team" }, Group)).toBe(true);
  });

  test("GEN-14 EN-63 CY-01 KC-06 discovery has schemas, ids and numbers everywhere", () => {
    const config = serviceProviderConfig(BASE, limits);
    expect(config).toMatchObject({ bulk: { maxOperations: expect.any(Number), maxPayloadSize: expect.any(Number) } });
    expect(config).toMatchObject({ filter: { maxResults: expect.any(Number) }, sort: { supported: true } });
    for (const resource of [...schemasList(BASE).Resources, ...resourceTypesList(BASE).Resources]) {
      expect(resource.schemas).toHaveLength(1);
      expect(resource.id).toEqual(expect.any(String));
      expect(resource.meta).toMatchObject({ location: expect.stringContaining(`${BASE}/scim/v2/`) });
    }
    for (const name of ["User", "group"]) expect(resourceTypeByName(BASE, name).id).toMatch(/^(User|Group)$/);
    expect(schemaById(BASE, U).id).toBe(U);
  });

  test("GEN-20 what nobody knows is passed over or kept apart", () => {
    const stored = user({ userName: "a", Addressses: [{ x: 1 }], "urn:acme:2.0:User": { badge: 1 } });
    expect(stored).toEqual({ schemas: [U, "urn:acme:2.0:User"], userName: "a", "urn:acme:2.0:User": { badge: 1 } });
  });
});

describe("Okta", () => {
  test("OK-01 OK-02 GW-01 the test of the connection asks for two", () => {
    expect(list("startIndex=1&count=2")).toMatchObject({ startIndex: 1, count: 2, filter: undefined });
    expect(list("startIndex=1&count=100", Group).count).toBe(100);
  });

  test("OK-04 OK-05 GW-02 the look-up is read, and nobody is an empty list", () => {
    const query = list("filter=userName%20eq%20%22test.user%40okta.local%22&startIndex=1&count=100");
    expect(holds(query.filter ?? "", show(user(OKTA_CREATE)))).toBe(true);
    expect(holds(query.filter ?? "", { userName: "other" })).toBe(false);
    expect(listResponse([], { totalResults: 0, startIndex: 1 })).toMatchObject({ totalResults: 0, Resources: [] });
  });

  test("OK-06 the created user comes back with schemas, id and active, without the password", () => {
    const shown = show(user(OKTA_CREATE));
    expect(shown).toMatchObject({ schemas: [U], id: "1", active: true, externalId: "00ujl29u0le5T6Aj10h7" });
    expect(shown).not.toHaveProperty("password");
    expect(show(assignDefaults(User, user({ userName: "silent" }))).active).toBe(true);
  });

  test("OK-08 the whole resource sent back changes nothing", () => {
    const stored = user(OKTA_CREATE);
    const echoed = { ...show(stored), groups: [{ value: "g", display: "Admins" }] };
    expect(replaceResource(User, stored, user(echoed))).toEqual(stored);
  });

  test("OK-09 OK-10 JC-02 a PUT deactivates and reactivates", () => {
    const stored = user(OKTA_CREATE);
    const inactive = replaceResource(User, stored, user({ ...OKTA_CREATE, active: false }));
    expect(inactive.active).toBe(false);
    expect(replaceResource(User, inactive, user({ ...OKTA_CREATE, active: true })).active).toBe(true);
  });

  test("OK-13 empty lines of the default mapping are dropped", () => {
    const body = {
      userName: "a",
      title: "",
      emails: [{ value: "a@x", type: "" }],
      phoneNumbers: [{ value: "", type: "" }],
      addresses: [{ type: "", locality: "" }],
    };
    expect(user(body)).toEqual({ schemas: [U], userName: "a", emails: [{ value: "a@x" }] });
  });

  test("OK-15 a group without members is one, and it has an empty list", () => {
    const body = { schemas: [G], displayName: "Test SCIMv2", members: [] };
    expect(readResource(Group, body, ignore)).toEqual({ schemas: [G], displayName: "Test SCIMv2" });
    expect(readMembers(body)).toEqual([]);
  });

  test("OK-16 a group is looked up by its name", () => {
    const { filter = "" } = list("filter=displayName%20eq%20%22Test%20SCIMv2%22&startIndex=1&count=100", Group);
    expect(holds(filter, { displayName: "Test SCIMv2" }, Group)).toBe(true);
  });

  test("OK-21 OK-22 members with a null name, and one named twice, are members once", () => {
    expect(readMembers({ members: [{ value: "a", display: null }, { value: "a" }] })).toEqual([{ value: "a" }]);
  });

  test("OK-23 OK-24 EN-38 a remove of somebody is a remove of nobody else, in or not", () => {
    const team = { schemas: [G], displayName: "Team" };
    const { after, members } = patch(Group, team, [{ op: "remove", path: 'members[value eq "gone"]' }]);
    expect(after).toEqual(team);
    expect(members).toEqual({ replaceAll: false, add: [], remove: ["gone"], removeMatching: [] });
  });

  test("OK-27 each endpoint is asked for one", () => expect(list("count=1&startIndex=1").count).toBe(1));

  test("OK-28 roles and entitlements are stored and shown", () => {
    const roles = [{ value: "admin", display: "Administrator" }];
    const entitlements = [{ value: "x", display: "X", type: "license" }];
    expect(show(user({ userName: "a", roles, entitlements }))).toMatchObject({ roles, entitlements });
  });

  test("OK-29 the extensions of the resource type are all in /Schemas", () => {
    const ids = schemasList(BASE).Resources.map(({ id }) => id);
    const { schema, schemaExtensions } = resourceTypeByName(BASE, "User");
    expect(ids).toEqual(
      expect.arrayContaining([schema, ...(schemaExtensions as JsonObject[]).map((one) => one.schema)]),
    );
  });
});

describe("Entra ID", () => {
  test("EN-01 EN-67 the test of the connection finds nobody and is no error", () => {
    const { filter = "" } = list("filter=userName+eq+%22b1bd2bd2-0000-4000-8000-000000000000%22");
    expect(holds(filter, show(user(ENTRA_CREATE)))).toBe(false);
    expect(list("excludedAttributes=members&filter=externalId+eq+%22x%22", Group).filter).toBe('externalId eq "x"');
  });

  test("EN-02 externalId keeps its letter case", () => {
    expect(holds('externalId eq "JoHn.x"', { externalId: "JoHn.x" })).toBe(true);
    expect(holds('externalId eq "john.x"', { externalId: "JoHn.x" })).toBe(false);
  });

  test("EN-07 a named extension without content is left out", () => {
    const stored = user(ENTRA_CREATE);
    expect(stored.schemas).toEqual([U]);
    expect(stored).toMatchObject({ userName: ENTRA_CREATE.userName, externalId: ENTRA_CREATE.externalId });
    expect(stored).not.toHaveProperty("roles");
  });

  test("EN-08 nulls are absent, the misprinted URN is understood", () => {
    const nulls = {
      addresses: null,
      phoneNumbers: null,
      preferredLanguage: null,
      title: null,
      department: null,
      manager: null,
    };
    const misprint = "urn:ietf:params:scim:schemas:extension:enterprise:2.0User";
    expect(user({ schemas: [U, misprint], userName: "a", ...nulls })).toEqual({ schemas: [U], userName: "a" });
  });

  test.each([
    ["True", true],
    ["False", false],
  ])("EN-09 active %j is stored as %s", (active, expected) =>
    expect(user({ userName: "a", active }).active).toBe(expected),
  );

  test("EN-12 EN-29 a disabled user is shown and found as inactive", () => {
    const shown = show(user({ ...ENTRA_CREATE, active: "False" }));
    expect(shown.active).toBe(false);
    expect(holds(`userName eq "${ENTRA_CREATE.userName}"`, shown)).toBe(true);
  });

  test("EN-18 the manager is an object under its extension", () => {
    expect(show(user({ userName: "a", [E]: { manager: "42" } }))[E]).toEqual({ manager: { value: "42" } });
  });

  test("EN-23 EN-44 with the flag the operations are in lower case and mean the same", () => {
    const operations = [
      { op: "replace", path: "active", value: false },
      { op: "Replace", path: "displayName", value: "Ada" },
    ];
    expect(patch(User, user(ENTRA_CREATE), operations).after).toMatchObject({ active: false, displayName: "Ada" });
  });

  test("EN-31 its own group URN and meta add nothing", () => {
    const schemas = [G, "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"];
    const group = readResource(
      Group,
      { schemas, externalId: "8aa1", displayName: "A", meta: { resourceType: "Group" } },
      ignore,
    );
    expect(group).toEqual({ schemas: [G], externalId: "8aa1", displayName: "A" });
  });

  test("EN-32 a group is shown without its members on request", () => {
    const shown = show({ schemas: [G], displayName: "A" }, Group);
    const projection = readProjection(new URLSearchParams("excludedAttributes=members"), Group);
    expect(shown).toHaveProperty("members");
    expect(project(Group, shown, projection)).not.toHaveProperty("members");
  });

  test("EN-42 somebody unknown is asked to be added like anybody", () => {
    const add = [{ op: "Add", path: "members", value: [{ $ref: null, value: "nobody" }] }];
    expect(patch(Group, { schemas: [G], displayName: "A" }, add).members?.add).toEqual([{ value: "nobody" }]);
  });

  test.each(["Jörg O'Neil-ß", "  padded ", "ÅNGSTRÖM", "e\u0301", "李"])(
    "EN-49 %j comes back as it was sent",
    (displayName) => {
      expect(show(user({ userName: displayName, displayName }))).toMatchObject({ userName: displayName, displayName });
    },
  );

  test("EN-52 the check of a reference looks at id and manager", () => {
    const ada = { id: "u", [E]: { manager: { value: "m" } } };
    expect(holds('id eq "u" and manager eq "m"', ada)).toBe(true);
    expect(holds('id eq "u" and manager eq "n"', ada)).toBe(false);
    const projection = list("attributes=id").projection;
    expect(project(User, show(user({ userName: "a" })), projection)).toEqual({ schemas: [U], id: "1" });
  });

  test("EN-66 an element comes back with what was sent and nothing beside it", () => {
    expect(show(user(ENTRA_CREATE)).emails).toEqual(ENTRA_CREATE.emails);
  });

  test("EN-68 a filter on an attribute that has one value is invalidPath", () => {
    const wrong = [{ op: "replace", path: 'name[familyName eq "a"].givenName', value: "b" }];
    expect(() => patch(User, user({ userName: "a" }), wrong)).toThrow(
      expect.objectContaining({ scimType: "invalidPath" }),
    );
  });
});

describe("others", () => {
  test("GW-03 Google's create stands at the top level, under the schemas of today", () => {
    const body = {
      schemas: ["urn:scim:schemas:core:1.0", U],
      userName: "u@d",
      emails: [{ primary: true, value: "u@d", type: "work" }],
      displayName: "User Name",
      name: { givenName: "User", familyName: "Name" },
      active: true,
    };
    expect(user(body)).toEqual({ ...body, schemas: [U] });
  });

  test("GW-05 the schema says what the mapping page needs", () => {
    const rows = new Map((schemaById(BASE, U).attributes as JsonObject[]).map((row) => [row.name, row]));
    expect(rows.get("userName")).toMatchObject({ required: true });
    expect(rows.get("active")).toMatchObject({ type: "boolean", mutability: "readWrite" });
    expect(rows.get("emails")).toMatchObject({
      multiValued: true,
      subAttributes: expect.arrayContaining(
        ["value", "primary", "type"].map((name) => expect.objectContaining({ name })),
      ),
    });
  });

  test("OL-01 a trailing ampersand and plus signs do no harm", () => {
    expect(list("filter=userName+eq+%22x%40y%22&").filter).toBe('userName eq "x@y"');
  });

  test.each([
    ["urn:scim:schemas:core:2.0", "urn:scim:schemas:extension:enterprise:2.0"],
    ["urn:scim:schemas:core:1.0"],
  ])("OL-02 the template's schemas %s are answered with the right ones", (...schemas) =>
    expect(user({ schemas, userName: "a", title: null }).schemas).toEqual([U]),
  );

  test("OL-04 members are added in a PATCH without schemas", () => {
    const add = [{ op: "add", path: "members", value: [{ value: "1" }] }];
    expect(patch(Group, { schemas: [G], displayName: "A" }, add).members?.add).toEqual([{ value: "1" }]);
  });

  test("JC-03 the empty list empties, absence does not", () => {
    expect(readMembers({ displayName: "A", members: [] })).toEqual([]);
    expect(readMembers({ displayName: "A" })).toBeUndefined();
  });

  test("PI-03 a user can come disabled", () => expect(show(user({ userName: "a", active: false })).active).toBe(false));

  test("AU-01 KC-01 externalId, an e-mail without type and roles by value are kept", () => {
    const body = { externalId: "uid", userName: "a", emails: [{ value: "a@x" }], roles: [{ value: "r" }] };
    expect(user(body)).toEqual({ schemas: [U], ...body });
  });

  test("KC-01 members by value and relative $ref are members by value", () => {
    expect(readMembers({ members: [{ value: "1", $ref: "Users/1" }] })).toEqual([{ value: "1" }]);
  });

  test("KC-05 a resource with empty lists for all else is put back", () => {
    const stored = user({ userName: "a", active: true, roles: [{ value: "r", type: "direct" }] });
    const echoed = { ...show(stored), groups: [], emails: [], phoneNumbers: [], ims: [], photos: [], addresses: [] };
    expect(replaceResource(User, stored, user(echoed))).toEqual(stored);
  });

  test("OT-07 id and schemas stay, whatever is asked for", () => {
    const shown = show(user({ userName: "a", title: "t" }));
    const ask = (query: string) => project(User, shown, readProjection(new URLSearchParams(query), User));
    expect(ask("attributes=userName")).toEqual({ schemas: [U], id: "1", userName: "a" });
    expect(ask("excludedAttributes=id,schemas")).toMatchObject({ schemas: [U], id: "1" });
  });

  test("OT-08 a tag that is not ours matches no version", () => expect(parseIfMatch('W/"nope"')).toEqual([]));
});
