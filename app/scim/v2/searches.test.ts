import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Scope } from "#lib/contract/scopes.ts";
import { issueToken } from "#lib/directory/tokens.ts";
import type { Services } from "#lib/http/services.ts";
import { expectError } from "#lib/testing/expect-scim-error.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { type ScimClient, type ScimReply, scimClient } from "#lib/testing/scim-client.ts";
import { addDirectory, operator, serve, type TestDirectory } from "#lib/testing/test-instance.ts";

const SEARCH = { schemas: ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"] };

let database: TestDatabase;
let services: Services;
let directory: TestDirectory;
beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database);
  directory = await addDirectory(services);
  const { idp } = directory;
  const ids: string[] = [];
  for (const [n, displayName] of ["Ada", "Bob", "Cy", "Dora", "Engines"].entries()) {
    const body = { userName: `u${n}`, displayName, externalId: `ext-${n}`, title: n % 2 ? "odd" : "even" };
    ids.push((await idp.post("/Users", body)).body.id);
  }
  await idp.post("/Groups", { displayName: "Engines", externalId: "ext-1", members: [{ value: ids[0] }] });
  await idp.post("/Groups", { displayName: "Sales", members: [{ value: ids[1] }, { value: ids[2] }] });
  await idp.post("/Groups", { displayName: "Empty" });
});
afterAll(() => database.close());

type Parameters = Record<string, string | number | string[]>;

const ask = (idp: ScimClient, path: string, parameters: Parameters) =>
  idp.get(`${path}?${new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]))}`);
const search = (idp: ScimClient, path: string, parameters: Parameters) =>
  idp.post(`${path}/.search`, { ...SEARCH, ...parameters });

const namesOf = ({ body }: ScimReply) => (body.Resources ?? []).map(({ displayName }) => displayName);

const USERS = ["Ada", "Bob", "Cy", "Dora", "Engines"];
const GROUPS = ["Engines", "Sales", "Empty"];

describe("POST …/.search answers exactly as the query does", () => {
  test.each<[string, Parameters]>([
    ["/Users", {}],
    ["/Users", { filter: 'title eq "odd"', startIndex: 2, count: 1 }],
    ["/Users", { sortBy: "displayName", sortOrder: "descending", attributes: "displayName,userName" }],
    ["/Users", { excludedAttributes: ["groups", "name"] }],
    ["/Users", { filter: "userName is x" }],
    ["/Users", { filter: "shoeSize eq 1" }],
    ["/Users", { sortBy: "password" }],
    ["/Groups", { filter: 'displayName sw "E"', excludedAttributes: "members" }],
    ["/Groups", { count: 0 }],
    ["", {}],
    ["", { startIndex: 4, count: 3 }],
    ["", { filter: 'displayName eq "engines"', sortBy: "externalId" }],
    ["", { filter: 'shoeSize eq "1"' }],
  ])("on %s with %o", async (path, parameters) => {
    const [asked, searched] = [
      await ask(directory.idp, path, parameters),
      await search(directory.idp, path, parameters),
    ];
    expect([searched.status, searched.body]).toEqual([asked.status, asked.body]);
  });
});

describe("a query at the root", () => {
  const find = async (parameters: Parameters) => ask(directory.idp, "", parameters);

  test("lists users, then groups, each with its own attributes", async () => {
    const reply = await find({});
    expect(namesOf(reply)).toEqual([...USERS, ...GROUPS]);
    expect(reply.body).toMatchObject({ totalResults: 8, startIndex: 1, itemsPerPage: 8 });
    expect(reply.body.Resources?.[0]).toMatchObject({ userName: "u0", groups: [{ display: "Engines" }] });
    expect(reply.body.Resources?.[5]).toMatchObject({ displayName: "Engines", members: [{ display: "Ada" }] });
  });

  test.each([1, 2, 3, 5, 7])("pages of %i cross the border between the two without a gap", async (count) => {
    const seen: unknown[] = [];
    for (let startIndex = 1; startIndex <= 9; startIndex += count) {
      const reply = await find({ startIndex, count });
      expect(reply.body.totalResults).toBe(8);
      seen.push(...namesOf(reply));
    }
    expect(seen).toEqual([...USERS, ...GROUPS]);
  });

  test.each<[string, string[]]>([
    ['meta.resourceType eq "Group"', GROUPS],
    ['meta.resourceType eq "User"', USERS],
    ['meta.resourceType ne "Group" and displayName eq "Engines"', ["Engines"]],
    ['displayName eq "engines"', ["Engines", "Engines"]],
    ['externalId eq "ext-1"', ["Bob", "Engines"]],
    ['userName eq "U2"', ["Cy"]],
    ['title pr or displayName eq "Sales"', [...USERS, "Sales"]],
    ["members pr", ["Engines", "Sales"]],
    ["not (members pr)", [...USERS, "Empty"]],
    ['userName eq "u0" or members pr', ["Ada", "Engines", "Sales"]],
    ['meta.resourceType eq "Robot"', []],
    ['groups.display eq "sales"', ["Bob", "Cy"]],
  ])("finds with %s those of both types whom it means", async (filter, expected) => {
    const reply = await find({ filter });
    expect(reply.status, reply.text).toBe(200);
    expect(namesOf(reply)).toEqual(expected);
    expect(reply.body.totalResults).toBe(expected.length);
  });

  test("refuses an attribute that neither type has, and never lists everybody instead", async () => {
    for (const filter of ['shoeSize eq "1"', "userName pr and nobody pr", "toString pr", "directoryId pr", ""]) {
      const reply = await find({ filter });
      expectError(reply, 400);
      expect(reply.body.scimType).toBe("invalidFilter");
    }
  });

  test("shows the attributes asked for, of each type those it has", async () => {
    const { body } = await find({ attributes: "userName,members.value", filter: 'displayName eq "Engines"' });
    const shown = body.Resources?.map((resource) => Object.keys(resource).sort());
    expect(shown).toEqual([
      ["id", "schemas", "userName"],
      ["id", "members", "schemas"],
    ]);
  });

  test("sorts each type by what it has of the attribute", async () => {
    const reply = await find({ sortBy: "displayName", sortOrder: "descending" });
    expect(namesOf(reply)).toEqual([...[...USERS].sort().reverse(), ...[...GROUPS].sort().reverse()]);
    expectError(await find({ sortBy: "shoeSize" }), 400);
  });
});

describe("what a token may not read", () => {
  const withScopes = async (scopes: Scope[]) =>
    scimClient((await issueToken(operator(services), directory.directoryId, { name: "Scoped", scopes })).token);

  test.each<[Scope, string[]]>([
    ["get:users", USERS],
    ["get:groups", GROUPS],
  ])("is left out at the root: with %s alone, only that type is listed and counted", async (scope, names) => {
    const idp = await withScopes([scope]);
    for (const reply of [await ask(idp, "", {}), await search(idp, "", {})]) {
      expect(namesOf(reply)).toEqual(names);
      expect(reply.body.totalResults).toBe(names.length);
    }
    const hidden = scope === "get:users" ? "Group" : "User";
    const guesses = [`meta.resourceType eq "${hidden}"`, hidden === "Group" ? "members pr" : "userName pr"];
    for (const filter of guesses) {
      expect((await ask(idp, "", { filter })).body).toMatchObject({ totalResults: 0, Resources: [] });
      expect((await search(idp, "", { filter })).body).toMatchObject({ totalResults: 0, Resources: [] });
    }
    const cursor = String((await ask(directory.idp, "", { cursor: "", count: 2 })).body.nextCursor);
    expectError(await ask(idp, "", { cursor, count: 2 }), 400);
  });

  test("is all of the root for a token with neither: 403 that names both", async () => {
    const idp = await withScopes(["post:users", "delete:groups"]);
    const challenge = 'Bearer realm="scim", error="insufficient_scope", scope="get:users get:groups"';
    for (const reply of [await ask(idp, "", {}), await search(idp, "", {})]) {
      expectError(reply, 403, { "www-authenticate": challenge });
      expect(reply.body.detail).toContain("get:users or get:groups");
    }
  });

  test.each<[string, Scope, Scope]>([
    ["/Users", "get:users", "get:groups"],
    ["/Groups", "get:groups", "get:users"],
  ])("cannot be searched for either: %s/.search needs %s", async (path, needed, other) => {
    expect((await search(await withScopes([needed]), path, {})).status).toBe(200);
    const reply = await search(await withScopes([other, "post:users", "post:groups"]), path, {});
    expectError(reply, 403, { "www-authenticate": expect.stringContaining(`scope="${needed}"`) });
  });
});
