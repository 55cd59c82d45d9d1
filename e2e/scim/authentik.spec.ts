import { expect, expectDone, expectError, GROUP, speaking, USER } from "./wire.ts";

const test = speaking({ provider: "generic" });

const CREATE = {
  schemas: [USER],
  externalId: "5f1c",
  userName: "akadmin",
  name: { formatted: "Ak Admin", familyName: "Admin", givenName: "Ak" },
  displayName: "Ak Admin",
  emails: [{ value: "ak@example.test", type: "other", primary: true }],
  photos: [],
  active: true,
};

test("AU-01 a user is created, put and deleted, with JSON in every answer that has a body", async ({ scim }) => {
  const created = await scim.post("/Users", CREATE);
  expect(created.status).toBe(201);
  const path = `/Users/${created.body.id}`;
  expect(expectDone(await scim.put(path, { ...CREATE, active: false }))).toMatchObject({ active: false });
  const deleted = await scim.delete(path);
  expect([deleted.status, deleted.text]).toEqual([204, ""]);
});

test("AU-01 B-18 schemas may be missing", async ({ scim }) => {
  const { schemas: _, ...bare } = CREATE;
  const { status, body } = await scim.post("/Users", bare);
  expect([status, body.schemas]).toEqual([201, [USER]]);
});

test("AU-02 after a 409 the look-up finds whom to adopt", async ({ scim }) => {
  const { id } = await scim.user("akadmin");
  expectError(await scim.post("/Users", CREATE), 409, "uniqueness");
  expect((await scim.read("/ServiceProviderConfig")).filter.supported).toBe(true);
  const found = await scim.list('/Users?filter=userName+eq+"akadmin"');
  expect(found).toMatchObject({ totalResults: 1, Resources: [{ id }] });
  expect(expectDone(await scim.put(`/Users/${id}`, CREATE)).externalId).toBe("5f1c");
});

test("AU-03 one operation per member adds and removes as one for all would", async ({ scim }) => {
  const ids = await scim.users("a", "b", "c", "d");
  const { id } = await scim.group("Team");
  const each = (op: string, values: string[]) => values.map((value) => ({ op, path: "members", value: [{ value }] }));
  expectDone(await scim.patch(`/Groups/${id}`, each("add", ids)));
  expect(await scim.members(id)).toEqual([...ids].sort());
  expectDone(await scim.patch(`/Groups/${id}`, each("remove", ids.slice(1))));
  expect(await scim.members(id)).toEqual(ids.slice(0, 1));
});

test("AU-04 the whole group in a replace without a path is taken, and who is not named stays", async ({ scim }) => {
  const [a = ""] = await scim.users("a");
  const { id } = await scim.group("Team", [a]);
  const value = { schemas: [GROUP], id, externalId: "g-1", displayName: "Crew" };
  expect(expectDone(await scim.patch(`/Groups/${id}`, [{ op: "replace", value }]))).toMatchObject({
    schemas: [GROUP],
    id,
    externalId: "g-1",
    displayName: "Crew",
  });
  expect(await scim.members(id)).toEqual([a]);
});

test("AU-05 groups are paged by index alone, growing by what was returned", async ({ scim }) => {
  for (let index = 0; index < 103; index += 1) await scim.group(`Group ${index}`);
  const seen: string[] = [];
  let total = Number.POSITIVE_INFINITY;
  while (seen.length < total) {
    const page = await scim.list(`/Groups?startIndex=${seen.length + 1}`);
    expect(page.Resources.length).toBeGreaterThan(0);
    total = page.totalResults;
    seen.push(...page.Resources.map(({ id }: { id: string }) => id));
  }
  expect([seen.length, new Set(seen).size]).toEqual([103, 103]);
});

test("AU-10 the first call is answered with every part it reads", async ({ scim }) => {
  expect(await scim.read("/ServiceProviderConfig")).toMatchObject({
    patch: { supported: true },
    filter: { supported: true, maxResults: expect.any(Number) },
    bulk: { supported: true, maxOperations: expect.any(Number), maxPayloadSize: expect.any(Number) },
    authenticationSchemes: expect.any(Array),
  });
});

test("AU-11 AU-12 more than a hundred members fit into a PUT, and GET shows them all", async ({ scim }) => {
  const ids = await scim.users(...Array.from({ length: 105 }, (_, index) => `member-${index}`));
  const { id } = await scim.group("Crowd");
  const members = ids.map((value) => ({ value }));
  expectDone(await scim.put(`/Groups/${id}`, { schemas: [GROUP], displayName: "Crowd", members }));
  expect(await scim.members(id)).toEqual([...ids].sort());
});

test("AU-13 the base address works with and without a slash at the end", async ({ scim }) => {
  for (const path of ["", "/", "/Users", "/Users/"]) expectDone(await scim.get(path));
});
