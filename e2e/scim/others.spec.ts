import {
  ERROR,
  expect,
  expectDone,
  expectError,
  GROUP,
  LIST,
  NO_ID,
  SEARCH,
  speaking,
  USER,
  wireClient,
} from "./wire.ts";

const test = speaking({ provider: "generic" });

test("OT-01 a replace without a path merges name and replaces emails", async ({ scim }) => {
  const { id } = await scim.user("nested", {
    name: { givenName: "Ada", familyName: "King" },
    emails: [
      { type: "work", value: "a@x" },
      { type: "home", value: "b@x" },
    ],
  });
  const value = { name: { familyName: "Lovelace" }, emails: [{ type: "work", value: "c@x", primary: true }] };
  expectDone(await scim.patch(`/Users/${id}`, [{ op: "replace", value }]));
  const after = await scim.read(`/Users/${id}`);
  expect(after).toMatchObject({ name: { givenName: "Ada", familyName: "Lovelace" } });
  expect(after.emails).toEqual(value.emails);
});

test("OT-02 a PATCH without operations succeeds and changes nothing", async ({ scim }) => {
  const { id, meta } = await scim.user("idle");
  expect(expectDone(await scim.patch(`/Users/${id}`, [])).meta).toEqual(meta);
});

test("OT-03 a path may begin with the core URN", async ({ scim }) => {
  const { id } = await scim.user("urn");
  expectDone(await scim.patch(`/Users/${id}`, [{ op: "add", path: `${USER}:displayName`, value: "D" }]));
  expectDone(await scim.patch(`/Users/${id}`, [{ op: "add", path: `${USER}:name.familyName`, value: "F" }]));
  expect(await scim.read(`/Users/${id}`)).toMatchObject({ displayName: "D", name: { familyName: "F" } });
});

test("OT-04 a body nested under the core URN is taken", async ({ scim }) => {
  const body = { schemas: [USER], [USER]: { userName: "nested", name: { givenName: "N" } } };
  const { status, body: created } = await scim.post("/Users", body);
  expect(status).toBe(201);
  expect(created).toMatchObject({ userName: "nested", name: { givenName: "N" } });
});

test("OT-05 POST /Users/.search lists as GET does", async ({ scim }) => {
  await scim.users("a", "b", "c");
  const body = { schemas: [SEARCH], filter: 'userName ne "b"', sortBy: "userName", count: 10, startIndex: 1 };
  const found = expectDone(await scim.post("/Users/.search", body));
  expect(found).toMatchObject({ schemas: [LIST], totalResults: 2, Resources: [{ userName: "a" }, { userName: "c" }] });
});

test("OT-06 /Me is 501 as a SCIM error", async ({ scim }) => {
  expectError(await scim.get("/Me"), 501);
});

test("OT-07 id and schemas stay, whatever is asked for", async ({ scim }) => {
  const { id } = await scim.user("shown", { title: "T" });
  expect(await scim.read(`/Users/${id}?attributes=userName`)).toEqual({ schemas: [USER], id, userName: "shown" });
  expect(await scim.read(`/Users/${id}?excludedAttributes=id,schemas,title`)).toMatchObject({ schemas: [USER], id });
});

test("OT-08 a version that is not the current one is 412", async ({ scim }) => {
  const { id } = await scim.user("tagged");
  const stale = { "if-match": 'W/"nope"' };
  const body = { schemas: [USER], userName: "tagged" };
  expectError(await scim.put(`/Users/${id}`, body, stale), 412);
  expectError(await scim.patch(`/Users/${id}`, [{ op: "add", path: "title", value: "T" }], stale), 412);
  expectError(await scim.delete(`/Users/${id}`, stale), 412);
});

test("contested 1: a PATCH is answered 200 with the resource, without the members of a large group", async ({
  scim,
}) => {
  const ids = await scim.users(...Array.from({ length: 101 }, (_, index) => `m-${index}`));
  const { id, members } = await scim.group("Small", ids.slice(0, 100));
  expect(members).toHaveLength(100);
  const operation = { op: "add", path: "members", value: [{ value: ids[100] }] };
  const answer = expectDone(await scim.patch(`/Groups/${id}`, [operation]));
  expect(answer).toMatchObject({ id, displayName: "Small" });
  expect(answer).not.toHaveProperty("members");
  expect(await scim.members(id)).toHaveLength(101);
});

test("contested 2: replacing what no element matches makes it, or is noTarget where nothing can be made", async ({
  scim,
}) => {
  const { id } = await scim.user("filtered", { emails: [{ type: "home", value: "h@x" }] });
  const replace = (path: string) => scim.patch(`/Users/${id}`, [{ op: "replace", path, value: "w@x" }]);
  expectError(await replace('emails[type eq "nonexistent"].value'), 400, "noTarget");
  expectError(await replace('emails[value sw "zz"].value'), 400, "noTarget");
  expectError(await replace('emails[not (type eq "home")].value'), 400, "noTarget");
  expectDone(await replace('emails[type eq "work"].value'));
  expect((await scim.read(`/Users/${id}`)).emails).toEqual([
    { type: "home", value: "h@x" },
    { type: "work", value: "w@x" },
  ]);
});

test("contested 3: a group without displayName is 400 invalidValue", async ({ scim }) => {
  expectError(await scim.post("/Groups", { schemas: [GROUP] }), 400, "invalidValue");
  expectError(await scim.post("/Groups", { schemas: [GROUP], displayName: "" }), 400, "invalidValue");
  expectError(await scim.post("/Users", { schemas: [USER], displayName: "no userName" }), 400, "invalidValue");
});

test("contested 4: texts without caseExact are sorted without letter case", async ({ scim }) => {
  await scim.users("b", "A", "C");
  const { Resources } = await scim.list("/Users?sortBy=userName");
  expect(Resources.map(({ userName }: { userName: string }) => userName)).toEqual(["A", "b", "C"]);
});

test("contested 5: /Schemas lists externalId with the core schemas", async ({ scim }) => {
  for (const urn of [USER, GROUP]) {
    const { attributes } = await scim.read(`/Schemas/${urn}`);
    expect(attributes).toContainEqual(expect.objectContaining({ name: "externalId", caseExact: true }));
  }
});

test("contested 6: nobody is adopted by e-mail or externalId, and a duplicate userName is 409", async ({ scim }) => {
  const first = await scim.user("first", { externalId: "x", emails: [{ value: "same@x" }] });
  const second = await scim.user("second", { externalId: "x", emails: [{ value: "same@x" }] });
  expect(second.id).not.toBe(first.id);
  expectError(await scim.post("/Users", { schemas: [USER], userName: "FIRST" }), 409, "uniqueness");
});

test("contested 7: the $ref of a member and of a group is an address that works", async ({ scim, playwright }) => {
  const [ada = ""] = await scim.users("ada");
  const { id } = await scim.group("Team", [ada]);
  const [member] = (await scim.read(`/Groups/${id}`)).members;
  const [group] = (await scim.read(`/Users/${ada}`)).groups;
  expect(member).toMatchObject({ value: ada, type: "User", $ref: `${scim.base}/Users/${ada}` });
  expect(group).toMatchObject({ value: id, type: "direct", display: "Team", $ref: `${scim.base}/Groups/${id}` });
  const stranger = await playwright.request.newContext();
  expect((await (await stranger.get(member.$ref)).json()).schemas).toEqual([ERROR]);
  await stranger.dispose();
});

test("contested 8: an unknown member is kept waiting and joins on arrival", async ({ scim }) => {
  const { id } = await scim.group("Team", [NO_ID, "late@x"]);
  expect(await scim.members(id)).toEqual([]);
  const late = await scim.user("late@x");
  expect(await scim.members(id)).toEqual([late.id]);
});

test("contested 9 B-14: userName and e-mail change under the same id", async ({ scim }) => {
  const { id } = await scim.user("before@x", { emails: [{ value: "before@x", type: "work" }] });
  const operations = [
    { op: "replace", path: "userName", value: "after@x" },
    { op: "replace", path: 'emails[type eq "work"].value', value: "after@x" },
  ];
  expectDone(await scim.patch(`/Users/${id}`, operations));
  expect(await scim.find("Users", 'userName eq "after@x"')).toMatchObject({ totalResults: 1, Resources: [{ id }] });
  expect((await scim.find("Users", 'userName eq "before@x"')).totalResults).toBe(0);
  expect((await scim.list("/Users")).totalResults).toBe(1);
  const other = await scim.user("other@x");
  expectError(
    await scim.patch(`/Users/${other.id}`, [{ op: "replace", path: "userName", value: "AFTER@x" }]),
    409,
    "uniqueness",
  );
});

test("B-23 an id of another directory is nobody here", async ({ scim, management, home, playwright, origin }) => {
  const { token } = await management.openDirectory(home.id, "Other directory", "generic");
  const http = await playwright.request.newContext();
  const other = wireClient(http, `${origin}/scim/v2`, token);
  const { id } = await scim.user("mine", { emails: [{ value: "mine@x" }] });
  const { id: group } = await scim.group("Mine", [id]);
  for (const path of [`/Users/${id}`, `/Groups/${group}`]) {
    expectError(await other.get(path), 404);
    expectError(await other.delete(path), 404);
  }
  expect((await other.find("Users", `id eq "${id}"`)).totalResults).toBe(0);
  const theirs = await other.group("Theirs", [id]);
  expect(await other.members(theirs.id)).toEqual([]);
  await http.dispose();
});
