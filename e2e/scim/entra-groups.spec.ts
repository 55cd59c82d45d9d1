import { expect, expectDone, expectError, GROUP, speaking } from "./wire.ts";

const test = speaking({ provider: "entra" });

const CREATE = {
  schemas: [GROUP, "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
  externalId: "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159",
  displayName: "Team",
  meta: { resourceType: "Group" },
};

const named = (...ids: string[]) => ids.map((value) => ({ $ref: null, value }));

test("EN-31 a group comes without members and with a URN that says nothing", async ({ scim }) => {
  const { status, body } = await scim.post("/Groups", CREATE);
  expect(status).toBe(201);
  expect(body).toMatchObject({ schemas: [GROUP], externalId: CREATE.externalId, displayName: "Team" });
});

test("EN-32 a group is shown without members on request", async ({ scim }) => {
  const [ada = ""] = await scim.users("ada");
  const { id } = await scim.group("Team", [ada]);
  const { Resources } = await scim.list('/Groups?excludedAttributes=members&filter=displayName eq "Team"');
  for (const group of [...Resources, await scim.read(`/Groups/${id}?excludedAttributes=members`)]) {
    expect(group).toMatchObject({ id, displayName: "Team" });
    expect(group).not.toHaveProperty("members");
  }
});

test("EN-33 a group's name is found and unique whatever its letter case", async ({ scim }) => {
  const { id } = (await scim.post("/Groups", CREATE)).body;
  expect(await scim.find("Groups", 'displayName eq "TEAM"')).toMatchObject({ totalResults: 1, Resources: [{ id }] });
  expectError(await scim.post("/Groups", { ...CREATE, displayName: "TEAM" }), 409, "uniqueness");
});

test("EN-34 EN-37 a member is added once, however often it is sent", async ({ scim }) => {
  const [ada = "", bob = ""] = await scim.users("ada", "bob");
  const { id } = (await scim.post("/Groups", CREATE)).body;
  for (const value of [named(ada), named(ada), named(ada, ada, bob)]) {
    expectDone(await scim.patch(`/Groups/${id}`, [{ op: "Add", path: "members", value }]));
  }
  expect(await scim.members(id)).toEqual([ada, bob].sort());
});

test("EN-35 B-07 without the flag, Remove takes out those in its value and nobody else", async ({ scim }) => {
  const [ada = "", bob = "", cem = ""] = await scim.users("ada", "bob", "cem");
  const { id } = await scim.group("Team", [ada, bob, cem]);
  expectDone(await scim.patch(`/Groups/${id}`, [{ op: "Remove", path: "members", value: named(ada, cem) }]));
  expect(await scim.members(id)).toEqual([bob]);
});

test("EN-36 with the flag, remove takes out the one of its filter", async ({ scim }) => {
  const [ada = "", bob = ""] = await scim.users("ada", "bob");
  const { id } = await scim.group("Team", [ada, bob]);
  expectDone(await scim.patch(`/Groups/${id}`, [{ op: "remove", path: `members[value eq "${ada}"]` }]));
  expect(await scim.members(id)).toEqual([bob]);
});

test("EN-38 EN-39 B-09 removing somebody who is not in, or nobody, leaves everybody in", async ({ scim }) => {
  const [ada = "", bob = ""] = await scim.users("ada", "bob");
  const { id } = await scim.group("Team", [ada]);
  for (const value of [named(bob), named(ada, bob).slice(1), []]) {
    expectDone(await scim.patch(`/Groups/${id}`, [{ op: "Remove", path: "members", value }]));
    expect(await scim.members(id)).toEqual([ada]);
  }
});

test("EN-40 EN-41 B-10 name and externalId are replaced, and the members stay", async ({ scim }) => {
  const [ada = ""] = await scim.users("ada");
  const { id } = await scim.group("Team", [ada]);
  const operations = [
    { op: "Replace", path: "displayName", value: "Renamed" },
    { op: "Replace", path: "externalId", value: "new" },
  ];
  expect(expectDone(await scim.patch(`/Groups/${id}`, operations))).toMatchObject({
    displayName: "Renamed",
    externalId: "new",
  });
  expectDone(await scim.patch(`/Groups/${id}`, [{ op: "replace", value: { displayName: "Again" } }]));
  expect(await scim.members(id)).toEqual([ada]);
});

test("EN-42 somebody added before they arrive is in the group when they do", async ({ scim }) => {
  const { id } = (await scim.post("/Groups", CREATE)).body;
  expectDone(await scim.patch(`/Groups/${id}`, [{ op: "Add", path: "members", value: named("object-1") }]));
  expect(await scim.members(id)).toEqual([]);
  const late = await scim.user("late", { externalId: "object-1" });
  expect(await scim.members(id)).toEqual([late.id]);
  expect((await scim.read(`/Users/${late.id}`)).groups).toMatchObject([{ value: id, display: "Team" }]);
});

test("EN-43 DELETE of a group is 204, then 404", async ({ scim }) => {
  const { id } = (await scim.post("/Groups", CREATE)).body;
  expect((await scim.delete(`/Groups/${id}`)).status).toBe(204);
  expectError(await scim.delete(`/Groups/${id}`), 404);
});
