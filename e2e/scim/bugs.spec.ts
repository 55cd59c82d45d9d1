import {
  ENTERPRISE,
  ERROR,
  expect,
  expectDone,
  expectError,
  GROUP,
  LIST,
  NO_ID,
  SCIM,
  speaking,
  USER,
} from "./wire.ts";

/* The interop bugs most often reported (themes B-15 to B-25) that no provider's own cases name; the others are theirs. */

const test = speaking({ provider: "generic" });

test("B-02 active as text is a boolean in every answer and in filters", async ({ scim }) => {
  const { id, active } = await scim.user("texts", { active: "False" });
  expect(active).toBe(false);
  expect(await scim.names('active eq "False"')).toEqual(["texts"]);
  const done = expectDone(await scim.patch(`/Users/${id}`, [{ op: "Replace", path: "active", value: "True" }]));
  expect(done.active).toBe(true);
});

test("B-15 a look-up is never answered with everybody, in any letter case, for users and for groups", async ({
  scim,
}) => {
  await scim.users("Ann@x.example", "bob@x.example");
  await scim.group("Sales");
  await scim.group("Support");
  expect(await scim.names('userName eq "ANN@X.example"')).toEqual(["Ann@x.example"]);
  expect((await scim.find("Groups", 'displayName eq "sales"')).totalResults).toBe(1);
  expect((await scim.find("Groups", 'displayName eq "nobody"')).Resources).toEqual([]);
  for (const type of ["Users", "Groups"]) {
    const all = await scim.list(`/${type}`);
    expect(all.Resources).toHaveLength(2);
    for (const resource of all.Resources) expect(resource.schemas).toContain(type === "Users" ? USER : GROUP);
    for (const unknown of ['nothing eq "x"', 'displayName zz "x"', "displayName eq", "(displayName pr"]) {
      expectError(await scim.get(`/${type}?filter=${encodeURIComponent(unknown)}`), 400, "invalidFilter");
    }
  }
});

test("B-16 discovery has the shape that clients break on without", async ({ scim }) => {
  const config = await scim.read("/ServiceProviderConfig");
  for (const number of [config.bulk.maxOperations, config.bulk.maxPayloadSize, config.filter.maxResults]) {
    expect(number).toEqual(expect.any(Number));
  }
  expect(config).toMatchObject({ patch: { supported: true }, etag: { supported: true }, sort: { supported: true } });
  for (const [path, urn] of [
    ["/Schemas", "urn:ietf:params:scim:schemas:core:2.0:Schema"],
    ["/ResourceTypes", "urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
  ] as const) {
    const { Resources, totalResults } = await scim.list(path);
    expect(Resources).toHaveLength(totalResults);
    for (const resource of Resources) {
      expect(resource).toMatchObject({
        schemas: [urn],
        id: expect.any(String),
        meta: { location: expect.any(String) },
      });
      expect(JSON.stringify(resource)).not.toContain("null");
      expect(await scim.read(`${path}/${resource.id}`)).toEqual(resource);
    }
  }
  const { attributes } = await scim.read(`/Schemas/${USER}`);
  const active = attributes.find(({ name }: { name: string }) => name === "active");
  expect(active).toMatchObject({ type: "boolean", multiValued: false, required: false, mutability: "readWrite" });
});

test("B-17 every failure is a SCIM error, never a page or plain text", async ({ scim }) => {
  const html = { accept: "text/html" };
  const answers = [
    [401, await scim.get("/Users", { ...html, authorization: "Bearer nobody" })],
    [404, await scim.get(`/Users/${NO_ID}`, html)],
    [404, await scim.get("/Nothing", html)],
    [405, await scim.send("DELETE", "/Users", undefined, html)],
    [415, await scim.post("/Users", "<user/>", { ...html, "content-type": "application/xml" })],
    [400, await scim.post("/Users", "{", html)],
    [501, await scim.get("/Me", html)],
  ] as const;
  for (const [status, answer] of answers) {
    expect(answer.status).toBe(status);
    expect(answer.headers["content-type"]).toBe(SCIM);
    expect(answer.body).toMatchObject({ schemas: [ERROR], status: String(status), detail: expect.any(String) });
  }
});

test("B-22 the IdP's word alone neither makes nor removes an administrator of the dashboard", async ({
  scim,
  management,
  home,
}) => {
  const before = await management.http.get(`/v1/organizations/${home.id}/members`);
  const { id } = await scim.user("owner@x.example", { roles: [{ value: "owner", primary: true }] });
  await scim.group("owner", [id]);
  expectDone(await scim.patch(`/Users/${id}`, [{ op: "replace", path: "active", value: false }]));
  expect((await scim.delete(`/Users/${id}`)).status).toBe(204);
  const after = await management.http.get(`/v1/organizations/${home.id}/members`);
  const admins = async (answer: typeof before) =>
    (await answer.json()).data.filter(({ role }: { role: string }) => /admin|owner/.test(role));
  expect(before.status()).toBe(200);
  expect(await admins(after)).toEqual(await admins(before));
});

test("B-24 every vendor's form of naming members does the same", async ({ scim }) => {
  const ids = await scim.users("one", "two");
  const [one = "", two = ""] = ids;
  const { id } = await scim.group("Forms", [one]);
  const add = [{ value: two }];
  const remove = [
    { op: "remove", path: `members[value eq "${two}"]` },
    { op: "Remove", path: "members", value: [{ $ref: null, value: two }] },
    { op: "remove", path: "members", value: { value: two } },
    { op: "remove", path: "members", value: [two] },
    { op: "replace", path: "members", value: [{ value: one, display: null }] },
    { op: "replace", value: { members: [{ value: one }] } },
  ];
  const join = [
    { op: "add", path: "members", value: add },
    { op: "Add", path: "members", value: [{ $ref: null, value: two }] },
    { op: "add", path: "members", value: add[0] },
    { op: "add", path: "members", value: two },
    { op: "add", value: { members: add } },
    { op: "add", path: `members[value eq "${two}"]`, value: add },
  ];
  for (const [n, operation] of join.entries()) {
    expect((await scim.patch(`/Groups/${id}`, [operation])).status, JSON.stringify(operation)).toBe(200);
    expect(await scim.members(id)).toEqual([...ids].sort());
    expect((await scim.patch(`/Groups/${id}`, [remove[n]])).status, JSON.stringify(remove[n])).toBe(200);
    expect(await scim.members(id)).toEqual([one]);
  }
});

test("B-25 every address is whole, and the id stands in it once", async ({ scim }) => {
  const answer = await scim.post("/Users", { schemas: [USER], userName: "addressed" });
  const { id, meta } = answer.body;
  expect(answer.headers.location).toBe(meta.location);
  expect(meta.location).toBe(`${scim.base}/Users/${id}`);
  const group = await scim.group("Addressed", [id]);
  expect(group.members[0].$ref).toBe(meta.location);
  const page = await scim.list("/Users");
  expect(page).toMatchObject({ schemas: [LIST], Resources: [{ meta: { location: meta.location } }] });
  expect((await scim.read(`/Users/${id}`)).groups[0].$ref).toBe(group.meta.location);
});

test("RFC 7644 3.5.2: active is removed, null takes one part, and a group never holds itself", async ({ scim }) => {
  const { id } = await scim.user("parts", { active: false, name: { givenName: "P", familyName: "Q" } });
  const done = expectDone(
    await scim.patch(`/Users/${id}`, [
      { op: "remove", path: "active" },
      { op: "replace", path: "name", value: { givenName: null } },
      { op: "add", path: `${ENTERPRISE}:department`, value: "D" },
    ]),
  );
  expect(done).not.toHaveProperty("active");
  expect(done).toMatchObject({ name: { familyName: "Q" }, [ENTERPRISE]: { department: "D" } });
  expect((await scim.find("Users", "active pr")).totalResults).toBe(0);
  const inner = await scim.group("Inner");
  const outer = await scim.group("Outer", [inner.id]);
  for (const value of [inner.id, outer.id]) {
    const answer = await scim.patch(`/Groups/${inner.id}`, [{ op: "add", path: "members", value: [{ value }] }]);
    expectError(answer, 400, "invalidValue");
  }
  expect((await scim.read(`/Groups/${inner.id}`)).members).toEqual([]);
});

test("groups written into a person change nothing that is seen: same version", async ({ scim }) => {
  const { id } = await scim.user("echo");
  const put = async (value: string) =>
    expectDone(
      await scim.put(`/Users/${id}`, { schemas: [USER], userName: "echo", groups: [{ value, display: value }] }),
    );
  const { meta } = await put("one");
  expect((await put("two")).meta).toEqual(meta);
});
