import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "#lib/db/database.ts";
import { declareSchemas } from "#lib/directory/declared-schemas.ts";
import type { Services } from "#lib/http/services.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import { readDeclaredSchema } from "#lib/scim/schema/declared.ts";
import { expectError } from "#lib/testing/expect-scim-error.ts";
import { openTestEmbedded, openTestPostgres } from "#lib/testing/open-test-database.ts";
import { addDirectory, operator, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";

const URN = "urn:acme:params:scim:2.0:Staff";
const DECLARATION: JsonObject = {
  id: URN,
  name: "Staff",
  attributes: [
    { name: "badge", type: "string", caseExact: true },
    { name: "team", type: "string" },
    { name: "level", type: "integer" },
    { name: "remote", type: "boolean" },
    { name: "hired", type: "dateTime" },
    { name: "pin", type: "string", returned: "never" },
    { name: "skills", type: "string", multiValued: true },
    {
      name: "desk",
      type: "complex",
      subAttributes: [
        { name: "floor", type: "integer" },
        { name: "room", type: "string" },
      ],
    },
  ],
};
const SCHEMA = readDeclaredSchema(DECLARATION);

describe.each([
  ["the embedded database", openTestEmbedded],
  ["PostgreSQL", openTestPostgres],
])("an extension that a directory declares, on %s", (_, open) => {
  let database: Database;
  let services: Services;
  let directory: TestDirectory;
  let plain: TestDirectory;
  beforeAll(async () => {
    database = await open();
    services = serve(database);
    directory = await addDirectory(services);
    plain = await addDirectory(services, { organizationId: directory.organizationId });
    await database.sql.query("update directory set schemas = $2::jsonb where id = $1", [
      directory.directoryId,
      JSON.stringify([SCHEMA]),
    ]);
  });
  afterAll(() => database.close());

  const post = (staff: JsonObject, { idp } = directory) =>
    idp.post("/Users", { userName: unique("staff"), [URN]: staff });
  const create = async (staff: JsonObject, from = directory) => {
    const reply = await post(staff, from);
    expect(reply.status, reply.text).toBe(201);
    return reply.body;
  };
  const found = async (filter: string, { idp } = directory) => {
    const { status, text, body } = await idp.get(`/Users?filter=${encodeURIComponent(filter)}`);
    expect(status, text).toBe(200);
    return (body.Resources ?? []).map(({ id }) => id);
  };

  test("is shown in /Schemas and /ResourceTypes of that directory and of no other", async () => {
    const schema = await directory.idp.get(`/Schemas/${URN}`);
    expect(schema.body).toMatchObject({ id: URN, name: "Staff" });
    const names = (schema.body.attributes as JsonObject[]).map(({ name }) => name);
    expect(names).toEqual(["badge", "team", "level", "remote", "hired", "pin", "skills", "desk"]);
    const listed = async ({ idp }: TestDirectory) => (await idp.get("/Schemas")).body.Resources?.map(({ id }) => id);
    expect(await listed(directory)).toContain(URN);
    expect(await listed(plain)).not.toContain(URN);
    expectError(await plain.idp.get(`/Schemas/${URN}`), 404);
    const type = async ({ idp }: TestDirectory) => (await idp.get("/ResourceTypes/User")).body.schemaExtensions;
    expect(await type(directory)).toContainEqual({ schema: URN, required: false });
    expect(await type(plain)).not.toContainEqual({ schema: URN, required: false });
  });

  const wrong: [string, JsonObject][] = [
    ["text for a number", { level: "three" }],
    ["a fraction for an integer", { level: 1.5 }],
    ["a number for text", { team: 5 }],
    ["text for a truth", { remote: "perhaps" }],
    ["no time", { hired: "yesterday" }],
    ["text for a complex value", { desk: "4.12" }],
    ["a wrong value within a complex one", { desk: { floor: "up" } }],
    ["a wrong value within a list", { skills: [5] }],
  ];
  test.each(wrong)("refuses %s on POST, PUT and PATCH, and changes nothing", async (_, staff) => {
    const refused = await post(staff);
    expectError(refused, 400);
    expect(refused.body.scimType).toBe("invalidValue");
    const { id, userName } = await create({ team: "A", level: 1 });
    expectError(await directory.idp.put(`/Users/${id}`, { userName, [URN]: staff }), 400);
    expectError(await directory.idp.patch(`/Users/${id}`, [{ op: "add", value: { [URN]: staff } }]), 400);
    const [name, value] = Object.entries(staff)[0] ?? [];
    expectError(await directory.idp.patch(`/Users/${id}`, [{ op: "replace", path: `${URN}:${name}`, value }]), 400);
    const after = await directory.idp.get(`/Users/${id}`);
    expect(after.body[URN]).toEqual({ team: "A", level: 1 });
    expect(after.headers.get("etag")).toBe('W/"1"');
  });

  test("does not bind another directory, which takes the same values as unknown ones", async () => {
    for (const [, staff] of wrong) expect((await create(staff, plain))[URN]).toEqual(staff);
  });

  test("is kept, returned under its URN and changed by paths of any letter case", async () => {
    const staff = { badge: "Ab", team: "Blue", level: 3, remote: true, skills: ["x", "Y"], desk: { floor: 4 } };
    const { id, schemas, ...created } = await create({ ...staff, pin: "0000" });
    expect(schemas).toContain(URN);
    expect(created[URN]).toEqual(staff);
    const operations = [
      { op: "replace", path: `${URN.toUpperCase()}:TEAM`, value: "Red" },
      { op: "replace", path: `${URN}:desk.room`, value: "4.12" },
      { op: "add", path: `${URN}:skills`, value: ["z"] },
      { op: "remove", path: `${URN}:remote` },
    ];
    const { status, body, text } = await directory.idp.patch(`/Users/${id}`, operations);
    expect(status, text).toBe(200);
    const { remote: _, ...rest } = staff;
    expect(body[URN]).toEqual({ ...rest, team: "Red", skills: ["x", "Y", "z"], desk: { floor: 4, room: "4.12" } });
    expect((await directory.idp.get(`/Users/${id}?attributes=${URN}:pin`)).text).not.toContain("0000");
  });

  test("what came before it was declared is compared as it says, and as unknown again once it is not declared", async () => {
    const late = await addDirectory(services);
    const mark = unique("Late");
    const early = await create({ badge: `${mark}-X`, hired: "2026-01-31T12:00:00+02:00" }, late);
    const group = await late.idp.post("/Groups", { displayName: mark, [URN]: { badge: `${mark}-G` } });
    const find = async (path: string, filter: string) =>
      (await late.idp.get(`${path}?filter=${encodeURIComponent(filter)}`)).body.totalResults;
    expect(await find("/Users", `${URN}:badge eq "${mark.toLowerCase()}-x"`)).toBe(1);
    await declareSchemas(operator(services), late.directoryId, [DECLARATION]);
    expect(await find("/Users", `${URN}:badge eq "${mark.toLowerCase()}-x"`)).toBe(0);
    expect(await find("/Users", `${URN}:badge eq "${mark}-X"`)).toBe(1);
    expect(await find("/Groups", `${URN}:badge eq "${mark}-G"`)).toBe(1);
    expect(await find("/Users", `${URN}:hired eq "2026-01-31T10:00:00Z"`)).toBe(1);
    expect((await late.idp.get(`/Users/${early.id}`)).headers.get("etag")).toBe('W/"1"');
    expect(group.status).toBe(201);
    await declareSchemas(operator(services), late.directoryId, []);
    expect(await find("/Users", `${URN}:badge eq "${mark.toLowerCase()}-x"`)).toBe(1);
  });

  test("is compared exactly where it says so and in any letter case where not, and by what its values are", async () => {
    const mark = unique("mark");
    const early = { badge: `${mark}-X`, team: mark, level: 9, remote: true, hired: "2026-01-31T12:00:00+02:00" };
    const late = { badge: `${mark}-y`, team: mark.toUpperCase(), level: 10, hired: "2026-01-31T10:00:00.001Z" };
    const [a, b] = [(await create({ ...early, desk: { floor: 4 } })).id, (await create(late)).id];
    const mine = `${URN}:team eq "${mark}"`;
    expect(await found(mine)).toEqual([a, b]);
    expect(await found(`${URN}:badge eq "${mark}-X"`)).toEqual([a]);
    expect(await found(`${URN}:badge eq "${mark}-x"`)).toEqual([]);
    expect(await found(`${URN}:badge sw "${mark}-Y"`)).toEqual([]);
    expect(await found(`${mine} and ${URN}:level gt 9`)).toEqual([b]);
    expect(await found(`${mine} and ${URN}:level lt 10`)).toEqual([a]);
    expect(await found(`${mine} and ${URN}:remote eq true`)).toEqual([a]);
    expect(await found(`${mine} and ${URN}:desk.floor eq 4`)).toEqual([a]);
    expect(await found(`${mine} and ${URN}:hired eq "2026-01-31T10:00:00Z"`)).toEqual([a]);
    expect(await found(`${mine} and ${URN}:hired gt "2026-01-31T11:00:00+01:00"`)).toEqual([b]);
    expect(await found(`${mine} and ${URN}:hired le "2026-01-31T10:00:00Z"`)).toEqual([a]);
    for (const filter of [
      `${URN}:shoe eq 1`,
      `${URN}:level eq "x"`,
      `${URN}:hired gt "soon"`,
      `${URN}:pin eq "0000"`,
    ]) {
      const reply = await directory.idp.get(`/Users?filter=${encodeURIComponent(filter)}`);
      expectError(reply, 400);
      expect(reply.body.scimType).toBe("invalidFilter");
    }
  });

  test("can be sorted by: numbers as numbers, times as times", async () => {
    const mark = unique("sorted");
    const ids: string[] = [];
    for (const [level, hired] of [
      [10, "2026-01-31T12:00:00+02:00"],
      [9, "2026-01-31T11:00:00Z"],
      [100, "2026-01-31T09:00:00-02:00"],
    ]) {
      ids.push((await create({ team: mark, level: level ?? 0, hired: hired ?? "" })).id);
    }
    ids.push((await create({ team: mark })).id);
    const sorted = async (by: string, order = "ascending") => {
      const query = new URLSearchParams({
        filter: `${URN}:team eq "${mark}"`,
        sortBy: `${URN}:${by}`,
        sortOrder: order,
      });
      return (await directory.idp.get(`/Users?${query}`)).body.Resources?.map(({ id }) => ids.indexOf(id));
    };
    expect(await sorted("level")).toEqual([1, 0, 2, 3]);
    expect(await sorted("hired")).toEqual([0, 1, 2, 3]);
    expect(await sorted("level", "descending")).toEqual([3, 2, 0, 1]);
    expectError(await directory.idp.get(`/Users?sortBy=${URN}:pin`), 400);
  });

  test("fails no filter and no list over what was stored before it was declared", async () => {
    const services = serve(database);
    const late = await addDirectory(services);
    const values = { level: "three", hired: "yesterday", remote: [true], desk: "4.12", skills: { a: 1 }, team: ["x"] };
    const { id } = await create(values, late);
    await database.sql.query("update directory set schemas = $2::jsonb where id = $1", [
      late.directoryId,
      JSON.stringify([SCHEMA]),
    ]);
    services.knownTokens.clear();
    const filters = ["level gt 1", 'hired gt "2026-01-01T00:00:00Z"', "remote eq true", "desk.floor eq 1", "team pr"];
    for (const filter of filters) {
      expect((await late.idp.get(`/Users?filter=${encodeURIComponent(`${URN}:${filter}`)}`)).status).toBe(200);
    }
    for (const name of ["level", "hired", "remote", "desk.floor", "skills", "team"]) {
      expect((await late.idp.get(`/Users?sortBy=${URN}:${name}`)).body.totalResults).toBe(1);
    }
    expect((await late.idp.get(`/Users/${id}`)).body[URN]).toEqual(values);
    const repaired = await late.idp.patch(`/Users/${id}`, [{ op: "replace", path: `${URN}:level`, value: 3 }]);
    expect(repaired.status, repaired.text).toBe(200);
  });

  test("is there for groups too", async () => {
    const created = await directory.idp.post("/Groups", { displayName: unique("Staff"), [URN]: { level: 2 } });
    expect(created.body[URN]).toEqual({ level: 2 });
    expectError(await directory.idp.post("/Groups", { displayName: unique("Staff"), [URN]: { level: "x" } }), 400);
    const { body } = await directory.idp.get(`/Groups?filter=${encodeURIComponent(`${URN}:level ge 2`)}`);
    expect(body.Resources?.map(({ id }) => id)).toEqual([created.body.id]);
  });
});
