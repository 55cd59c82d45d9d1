import { expect, expectDone, GROUP, speaking, USER, type Wire } from "./wire.ts";

const test = speaking({ provider: "jumpcloud" });

const CREATE = {
  schemas: [USER],
  userName: "test.user@example.test",
  name: { givenName: "Test", familyName: "User" },
  emails: [{ value: "test.user@example.test", type: "work", primary: true }],
  active: true,
};

/** What a press of "activate" sends: a user and a group are made, changed and deleted. */
async function activate(scim: Wire, deletes: boolean): Promise<void> {
  const user = await scim.post("/Users", CREATE);
  expect(user.status).toBe(201);
  const path = `/Users/${user.body.id}`;
  expectDone(await scim.put(path, { ...CREATE, name: { givenName: "Changed", familyName: "User" } }));
  const group = await scim.post("/Groups", { schemas: [GROUP], displayName: "Test Group" });
  expect(group.status).toBe(201);
  const at = `/Groups/${group.body.id}`;
  const value = [{ value: user.body.id }];
  expectDone(await scim.patch(at, [{ op: "add", path: "members", value }]));
  expect(await scim.members(group.body.id)).toEqual([user.body.id]);
  expectDone(await scim.patch(at, [{ op: "remove", path: "members", value }]));
  expect(await scim.members(group.body.id)).toEqual([]);
  expect((await scim.delete(at)).status).toBe(204);
  if (deletes) expect((await scim.delete(path)).status).toBe(204);
  else expectDone(await scim.put(path, { ...CREATE, active: false }));
}

test("JC-01 an activation that cleans up can be repeated", async ({ scim }) => {
  await activate(scim, true);
  await activate(scim, true);
  expect((await scim.list("/Users")).totalResults).toBe(0);
});

test("JC-01 an activation that only deactivated its user leaves one that the look-up finds", async ({ scim }) => {
  await activate(scim, false);
  expect((await scim.post("/Users", CREATE)).status).toBe(409);
  const [found] = (await scim.find("Users", `userName eq "${CREATE.userName}"`)).Resources;
  expect(expectDone(await scim.put(`/Users/${found.id}`, CREATE)).active).toBe(true);
});

test("JC-02 a user is updated and deactivated by PUT", async ({ scim }) => {
  const { id } = (await scim.post("/Users", CREATE)).body;
  expect(expectDone(await scim.put(`/Users/${id}`, { ...CREATE, title: "T" })).title).toBe("T");
  expect(expectDone(await scim.put(`/Users/${id}`, { ...CREATE, active: false })).active).toBe(false);
});

test("JC-03 a PUT of a group sets its members, and an empty list empties it", async ({ scim }) => {
  const [a = "", b = ""] = await scim.users("a", "b");
  const { id } = await scim.group("Team", [a]);
  const put = (members: object[]) => scim.put(`/Groups/${id}`, { schemas: [GROUP], displayName: "Team", members });
  expectDone(await put([{ value: b }]));
  expect(await scim.members(id)).toEqual([b]);
  expectDone(await put([]));
  expect(await scim.members(id)).toEqual([]);
});

test("JC-10 no extension is needed, and SCIM 1.1's URN is taken", async ({ scim }) => {
  const { status, body } = await scim.post("/Users", { ...CREATE, schemas: ["urn:scim:schemas:core:1.0"] });
  expect([status, body.schemas]).toEqual([201, [USER]]);
});
