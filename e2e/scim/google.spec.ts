import { PROVIDER_SCOPES } from "#lib/contract/scopes.ts";
import { expect, expectDone, expectError, speaking, USER } from "./wire.ts";

const test = speaking({ provider: "google" });

const CREATE = {
  schemas: ["urn:scim:schemas:core:1.0", USER],
  userName: "u@d",
  emails: [{ primary: true, value: "u@d", type: "work" }],
  displayName: "User Name",
  name: { givenName: "User", familyName: "Name" },
  active: true,
};

test("GW-01 the test of the connection lists users, all or one", async ({ scim }) => {
  await scim.users("a", "b");
  expect((await scim.list("/Users")).itemsPerPage).toBe(2);
  expect(await scim.list("/Users?count=1")).toMatchObject({ totalResults: 2, itemsPerPage: 1 });
});

test("GW-02 a user is looked up without a count", async ({ scim }) => {
  expect((await scim.list("/Users?filter=userName%20eq%20%22u%40d%22&startIndex=1")).totalResults).toBe(0);
  await scim.post("/Users", CREATE);
  expect((await scim.list("/Users?filter=userName%20eq%20%22u%40d%22&startIndex=1")).totalResults).toBe(1);
});

test("GW-03 the legacy URN is taken, and the attributes stand at the top level of the answer", async ({ scim }) => {
  const { status, body } = await scim.post("/Users", CREATE);
  expect(status).toBe(201);
  expect(body).toMatchObject({ ...CREATE, schemas: [USER] });
  expect(body).not.toHaveProperty([USER]);
});

for (const [how, suspend] of [
  ["after a suspension", true],
  ["at once", false],
] as const) {
  test(`GW-04 DELETE ${how} is 204 and takes the user out of the groups`, async ({ scim }) => {
    const { id } = (await scim.post("/Users", CREATE)).body;
    const { id: group } = await scim.group("Team", [id]);
    if (suspend) {
      expectDone(await scim.patch(`/Users/${id}`, [{ op: "replace", path: "active", value: false }]));
      expect(await scim.members(group)).toEqual([id]);
    }
    expect((await scim.delete(`/Users/${id}`)).status).toBe(204);
    expect(await scim.members(group)).toEqual([]);
  });
}

test("GW-04 a suspension by PUT works as one by PATCH", async ({ scim }) => {
  const { id } = (await scim.post("/Users", CREATE)).body;
  expect(expectDone(await scim.put(`/Users/${id}`, { ...CREATE, active: false })).active).toBe(false);
  expectDone(await scim.patch(`/Users/${id}`, [{ op: "replace", value: { active: true } }]));
  expect((await scim.read(`/Users/${id}`)).active).toBe(true);
});

test("GW-05 the schema says what the mapping page needs to know", async ({ scim }) => {
  const { attributes } = await scim.read(`/Schemas/${USER}`);
  const find = (rows: { name: string }[], name: string) => rows.find((row) => row.name === name);
  expect(find(attributes, "userName")).toMatchObject({ required: true, uniqueness: "server" });
  expect(find(attributes, "active")).toMatchObject({ type: "boolean", mutability: "readWrite" });
  const subNames = (name: string) =>
    attributes
      .find((row: { name: string }) => row.name === name)
      .subAttributes.map((row: { name: string }) => row.name);
  expect(find(attributes, "emails")).toMatchObject({ multiValued: true });
  expect(subNames("emails")).toEqual(expect.arrayContaining(["value", "primary", "type"]));
  expect(subNames("name")).toEqual(expect.arrayContaining(["givenName", "familyName"]));
});

test("GW-10 GW-11 a token with the scopes proposed for Google opens users, and no groups", async ({
  management,
  directory,
  scim,
}) => {
  const data = { name: "Google", directory_id: directory.id, scopes: PROVIDER_SCOPES.google };
  const path = `/v1/organizations/${directory.organizationId}/scim/tokens`;
  const { token } = await (await management.http.post(path, { data })).json();
  const authorization = { authorization: `Bearer ${token}` };
  const { status, body } = await scim.post("/Users", CREATE, authorization);
  expect(status).toBe(201);
  expectError(await scim.get("/Groups", authorization), 403);
  expect((await scim.delete(`/Users/${body.id}`, authorization)).status).toBe(204);
});

test("GW-14 a member operation of its own in each PATCH comes to the same as one for all", async ({ scim }) => {
  const ids = await scim.users("a", "b", "c");
  const { id } = await scim.group("Team");
  for (const value of ids) {
    expectDone(await scim.patch(`/Groups/${id}`, [{ op: "add", path: "members", value: [{ value }] }]));
  }
  expect(await scim.members(id)).toEqual([...ids].sort());
});
