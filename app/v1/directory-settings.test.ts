import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Services } from "#lib/http/services.ts";
import { expectError } from "#lib/testing/expect-scim-error.ts";
import { expectFailure, managementClient } from "#lib/testing/management-client.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { addDirectory, BASE_URL, ENV_KEY, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";

let database: TestDatabase;
let services: Services;
let directory: TestDirectory;
let path: string;
const api = managementClient(ENV_KEY);
beforeAll(async () => {
  database = await openTestPostgres();
});
beforeEach(async () => {
  services = serve(database);
  directory = await addDirectory(services);
  path = `/organizations/${directory.organizationId}/directories/${directory.directoryId}`;
});
afterAll(() => database.close());

describe("a directory's label", () => {
  test("stands in its address until it is taken away, and the id goes on working", async () => {
    const label = unique("label");
    const statusAt = async (name: string) => (await directory.idp.get(`/connections/${name}/Users`)).status;
    expect(await statusAt(label)).toBe(401);
    const labelled = await api.patch(path, { label });
    expect([labelled.status, labelled.body]).toEqual([200, (await api.get(path)).body]);
    expect(labelled.body).toMatchObject({ label, connection_url: `${BASE_URL}/scim/v2/connections/${label}/` });
    expect([await statusAt(label), await statusAt(directory.directoryId)]).toEqual([200, 200]);
    const renamed = await api.patch(path, { name: "Renamed" });
    expect(renamed.body.label).toBe(label);
    const cleared = await api.patch(path, { label: null });
    const own = `${BASE_URL}/scim/v2/connections/${directory.directoryId}/`;
    expect(cleared.body).toMatchObject({ label: null, connection_url: own, endpoint_url: `${BASE_URL}/scim/v2/` });
    expect(await statusAt(label)).toBe(401);
  });

  test("that another directory has is a 409 that says so, and changes nothing", async () => {
    const label = unique("label");
    const other = await addDirectory(services);
    const others = `/organizations/${other.organizationId}/directories/${other.directoryId}`;
    expect((await api.patch(others, { label })).status).toBe(200);
    const reply = await api.patch(path, { label, name: "Renamed" });
    expectFailure(reply, 409, "conflict", { label: expect.any(String) });
    expect(reply.body.error.message).toContain(label);
    expect((await api.get(path)).body).toMatchObject({ name: "Directory", label: null });
    expect((await api.patch(others, { label })).status).toBe(200);
  });

  test.each(["", "ab", "x".repeat(61), "Acme", "a_b", "directory_0193", "a b", "a/b", "ä-b-c", "acme\n", 3])(
    "cannot be %j",
    async (label) => {
      expectFailure(await api.patch(path, { label }), 422, "invalid", { label: expect.any(String) });
    },
  );
});

describe("a directory's rate limit", () => {
  const burst = async (count: number) => {
    const replies = await Promise.all(Array.from({ length: count }, () => directory.idp.get("/Users")));
    return { refused: replies.filter(({ status }) => status === 429), headers: replies[0]?.headers };
  };

  test("is the operator's unless it has its own, and none at all where neither says so", async () => {
    expect((await api.get(path)).body.rate_limit).toBeNull();
    const { refused, headers } = await burst(50);
    expect(refused).toEqual([]);
    expect(headers?.get("ratelimit-policy")).toBeNull();
    services = serve(database, { SCIM_RATE_LIMIT: "3" });
    const limited = await burst(10);
    expect(limited.refused).toHaveLength(4);
    expect(limited.headers?.get("ratelimit-policy")).toBe('"default";q=6;w=2');
  });

  test("counts for the very next request: 429 with Retry-After and RateLimit headers beyond it", async () => {
    expect((await directory.idp.get("/Users")).headers.get("ratelimit")).toBeNull();
    expect((await api.patch(path, { rate_limit: 2 })).body.rate_limit).toBe(2);
    const { refused, headers } = await burst(10);
    expect(headers?.get("ratelimit")).toMatch(/^"default";r=\d;t=[12]$/);
    expect(refused).toHaveLength(6);
    for (const reply of refused) {
      expectError(reply, 429, {
        "retry-after": expect.stringMatching(/^[12]$/),
        "ratelimit-policy": '"default";q=4;w=2',
        ratelimit: expect.stringMatching(/^"default";r=0;t=[12]$/),
      });
    }
    const neighbour = await addDirectory(services, { organizationId: directory.organizationId });
    expect((await neighbour.idp.get("/Users")).status).toBe(200);
    await api.patch(path, { rate_limit: null });
    expect((await burst(10)).refused).toEqual([]);
  });

  test("of 0 lifts the operator's", async () => {
    serve(database, { SCIM_RATE_LIMIT: "1" });
    await api.patch(path, { rate_limit: 0 });
    expect((await burst(10)).refused).toEqual([]);
  });

  test.each([-1, 0.5, 10_001, "10"])("cannot be %j", async (limit) => {
    expectFailure(await api.patch(path, { rate_limit: limit }), 422, "invalid", { rate_limit: expect.any(String) });
  });
});

describe("a directory's extensions", () => {
  const URN = "urn:example:params:scim:schemas:extension:acme:2.0:User";
  const document = (id = URN) => ({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
    id,
    name: "Acme",
    description: "What Acme adds",
    attributes: [
      { name: "badge", type: "integer" },
      { name: "seat", subAttributes: [{ name: "row" }], type: "complex" },
    ],
  });

  test("are none at first, and replaced as a whole", async () => {
    expect((await api.get(`${path}/schemas`)).body).toEqual({ schemas: [] });
    const put = await api.put(`${path}/schemas`, { schemas: [document(), document(`${URN}2`)] });
    expect(put.status).toBe(200);
    expect(put.body.schemas).toMatchObject([document(), document(`${URN}2`)]);
    expect((await api.get(`${path}/schemas`)).body).toEqual(put.body);
    const again = await api.put(`${path}/schemas`, put.body);
    expect([again.status, again.body]).toEqual([200, put.body]);
    expect((await api.put(`${path}/schemas`, { schemas: [] })).body).toEqual({ schemas: [] });
    expect((await api.get(`${path}/schemas`)).body).toEqual({ schemas: [] });
  });

  test("are known to the very next request with a token that was in use", async () => {
    const known = () => services.credentials.findToken(services.secrets.hash(directory.token));
    // Word of an earlier change may still be on its way, and empties once more what this request fills.
    await expect
      .poll(async () => {
        await directory.idp.get("/Users");
        return services.knownTokens.size;
      })
      .toBe(1);
    await api.put(`${path}/schemas`, { schemas: [document()] });
    expect(services.knownTokens.size).toBe(0);
    expect((await known())?.directory.schemas).toMatchObject([{ id: URN, attributes: [{ name: "badge" }, {}] }]);
  });

  test.each<[string, unknown, string]>([
    ["no list", {}, "schemas"],
    ["a text", { schemas: "x" }, "schemas"],
    ["no document", { schemas: ["x"] }, "schemas.0"],
    ["too many", { schemas: Array.from({ length: 21 }, (_, index) => document(`${URN}${index}`)) }, "schemas"],
    ["no URN", { schemas: [document(), document("x")] }, "schemas[1].id"],
    ["a standard's URN", { schemas: [document("urn:ietf:params:scim:schemas:core:2.0:User")] }, "schemas[0].id"],
    ["the same twice", { schemas: [document(), document(URN.toUpperCase())] }, "schemas[1].id"],
    [
      "an unknown type",
      { schemas: [{ ...document(), attributes: [{ name: "a", type: "x" }] }] },
      "schemas[0].attributes[0].type",
    ],
    ["no attributes", { schemas: [{ ...document(), attributes: [] }] }, "schemas[0].attributes"],
  ])("cannot be %s: 422 names the place, and what was declared stays", async (_, body, field) => {
    await api.put(`${path}/schemas`, { schemas: [document()] });
    const reply = await api.put(`${path}/schemas`, body);
    expectFailure(reply, 422, "invalid", { [field]: expect.stringMatching(/\S/) });
    expect((await api.get(`${path}/schemas`)).body.schemas).toMatchObject([{ id: URN }]);
  });
});

test("every change of the settings is in the audit log", async () => {
  const label = unique("label");
  await api.patch(path, { label, rate_limit: 5 });
  await api.put(`${path}/schemas`, { schemas: [] });
  const lines = await database.prisma.auditEntry.findMany({
    where: { targetId: directory.directoryId, action: { not: "directory.created" } },
    orderBy: { id: "asc" },
  });
  expect(lines.map(({ action, detail }) => [action, detail])).toEqual([
    ["directory.updated", { label, rateLimit: 5 }],
    ["directory.schemas_declared", { schemas: "" }],
  ]);
});
