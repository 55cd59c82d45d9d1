import { ENTERPRISE, ERROR, expect, expectDone, expectError, GROUP, LIST, NO_ID, speaking, USER } from "./wire.ts";

// What RFC 7643 and RFC 7644 say of single resources, section by section; queries, PATCH and Bulk have files of their own.
const test = speaking({ provider: "generic" });

/** Every attribute of RFC 7643 §4.1 and §4.3 that a client may write and read. */
const COMPLETE = {
  schemas: [USER, ENTERPRISE],
  externalId: "701984",
  userName: "bjensen@example.test",
  name: {
    formatted: "Ms. Barbara J Jensen, III",
    familyName: "Jensen",
    givenName: "Barbara",
    middleName: "Jane",
    honorificPrefix: "Ms.",
    honorificSuffix: "III",
  },
  displayName: "Babs Jensen",
  nickName: "Babs",
  profileUrl: "https://login.example.test/bjensen",
  emails: [
    { value: "bjensen@example.test", type: "work", primary: true },
    { value: "babs@jensen.test", type: "home", display: "at home" },
  ],
  addresses: [
    {
      type: "work",
      streetAddress: "100 Universal City Plaza",
      locality: "Hollywood",
      region: "CA",
      postalCode: "91608",
      country: "US",
      formatted: "100 Universal City Plaza\nHollywood, CA 91608 US",
      primary: true,
    },
  ],
  phoneNumbers: [{ value: "tel:+1-555-555-5555", type: "work" }],
  ims: [{ value: "someaimhandle", type: "aim" }],
  photos: [{ value: "https://photos.example.test/profile.jpg", type: "photo" }],
  userType: "Employee",
  title: "Tour Guide",
  preferredLanguage: "en-US",
  locale: "en-US",
  timezone: "America/Los_Angeles",
  active: true,
  entitlements: [{ value: "licence" }],
  roles: [{ value: "guide", primary: true }],
  x509Certificates: [{ value: "MIIDQzCCAqygAwIBAgICEAAwDQYJKoZIhvcNAQEFBQAw" }],
  [ENTERPRISE]: {
    employeeNumber: "701984",
    costCenter: "4130",
    organization: "U",
    division: "Parks",
    department: "Ops",
  },
};

test("RFC 7644 §3.3: a created resource comes back whole, with an id, times and a version of our own", async ({
  scim,
}) => {
  const ours = {
    id: "client-id",
    meta: { version: 'W/"9"', created: "2000-01-01T00:00:00Z" },
    groups: [{ value: "g" }],
  };
  const { status, headers, body } = await scim.post("/Users", { ...COMPLETE, ...ours });
  expect(status).toBe(201);
  expect(body).toMatchObject(COMPLETE);
  expect(body.id).not.toBe("client-id");
  expect(body.meta.created).toBe(body.meta.lastModified);
  expect(Math.abs(Date.now() - Date.parse(body.meta.created))).toBeLessThan(600_000);
  expect(headers).toMatchObject({ location: body.meta.location, etag: body.meta.version });
  expect(await scim.read(`/Users/${body.id}`)).toMatchObject(COMPLETE);
});

test("RFC 7644 §3.3: attributes may be chosen for the answer of every change", async ({ scim }) => {
  const query = "?attributes=userName,name.familyName";
  const { body } = await scim.post(`/Users${query}`, COMPLETE);
  const chosen = {
    schemas: [USER, ENTERPRISE],
    id: body.id,
    userName: COMPLETE.userName,
    name: { familyName: "Jensen" },
  };
  expect(body).toEqual(chosen);
  expect(expectDone(await scim.put(`/Users/${body.id}${query}`, COMPLETE))).toEqual(chosen);
  const operation = { op: "replace", path: "title", value: "T" };
  expect(expectDone(await scim.patch(`/Users/${body.id}${query}`, [operation]))).toEqual(chosen);
});

test("RFC 7644 §3.4.1: a resource read at its location is the one that was created", async ({ scim }) => {
  const { body } = await scim.post("/Users", COMPLETE);
  const read = await scim.get(body.meta.location.slice(scim.base.length));
  expect(expectDone(read)).toMatchObject({ id: body.id, meta: body.meta });
  expect(read.headers.etag).toBe(body.meta.version);
});

test("RFC 7644 §3.5.1: PUT clears what it leaves out, keeps what only we write, and moves the version on", async ({
  scim,
}) => {
  const { body: before } = await scim.post("/Users", COMPLETE);
  const { status, headers, body } = await scim.put(`/Users/${before.id}`, {
    schemas: [USER],
    id: "another",
    userName: "bjensen@example.test",
    title: "Boss",
    meta: { created: "2000-01-01T00:00:00Z" },
  });
  expect(status).toBe(200);
  expect(Object.keys(body).sort()).toEqual(
    ["active", "externalId", "groups", "id", "meta", "schemas", "title", "userName"].sort(),
  );
  expect(body).toMatchObject({ id: before.id, externalId: "701984", title: "Boss" });
  expect(body.meta).toMatchObject({ created: before.meta.created, location: before.meta.location });
  expect(body.meta.version).not.toBe(before.meta.version);
  expect(headers.etag).toBe(body.meta.version);
});

test("RFC 7644 §3.5.1: PUT needs what is required and refuses what another has", async ({ scim }) => {
  const { id } = await scim.user("one");
  await scim.user("two");
  expectError(await scim.put(`/Users/${id}`, { schemas: [USER], title: "T" }), 400, "invalidValue");
  expectError(await scim.put(`/Users/${id}`, { schemas: [USER], userName: "TWO" }), 409, "uniqueness");
  expectDone(await scim.put(`/Users/${id}`, { schemas: [USER], userName: "ONE" }));
});

test("RFC 7644 §3.6: after DELETE the resource is in no answer, and its name is free", async ({ scim }) => {
  const { id } = await scim.user("gone", { externalId: "e" });
  expect((await scim.delete(`/Users/${id}`)).status).toBe(204);
  for (const method of ["GET", "PUT", "PATCH", "DELETE"]) {
    const body = method === "PUT" ? { schemas: [USER], userName: "gone" } : { Operations: [] };
    const isBare = method === "GET" || method === "DELETE";
    expectError(await scim.send(method, `/Users/${id}`, isBare ? undefined : body), 404);
  }
  expect((await scim.find("Users", `id eq "${id}" or externalId eq "e"`)).totalResults).toBe(0);
  expect((await scim.post("/Users", { schemas: [USER], userName: "gone" })).status).toBe(201);
});

test("RFC 7644 §3.12: every failure is JSON with schemas, status as a string, and a detail", async ({ scim }) => {
  const { id } = await scim.user("taken");
  expectError(await scim.post("/Users", { schemas: [USER], userName: "taken" }), 409, "uniqueness");
  expectError(await scim.post("/Users", "{"), 400, "invalidSyntax");
  expectError(await scim.post("/Users", { schemas: [USER] }), 400, "invalidValue");
  expectError(await scim.get("/Users?filter=x"), 400, "invalidFilter");
  expectError(await scim.get(`/Users/${NO_ID}`), 404);
  expectError(await scim.patch(`/Users/${id}`, [{ op: "replace", path: "id", value: "x" }]), 400, "mutability");
  const { body } = await scim.get("/Users?filter=x");
  expect(Object.keys(body).sort()).toEqual(["detail", "schemas", "scimType", "status"]);
  expect(body.schemas).toEqual([ERROR]);
});

test("RFC 7644 §3.14: the version is a weak ETag, and If-Match and If-None-Match go by it", async ({ scim }) => {
  const { id, meta } = await scim.user("versioned");
  expect(meta.version).toMatch(/^W\/"[^"]+"$/);
  const path = `/Users/${id}`;
  expect((await scim.get(path, { "if-none-match": meta.version })).status).toBe(304);
  expect((await scim.get(path, { "if-none-match": `"x", ${meta.version}` })).status).toBe(304);
  expect((await scim.get(path, { "if-none-match": 'W/"x"' })).status).toBe(200);
  const operation = { op: "replace", path: "title", value: "T" };
  const changed = await scim.patch(path, [operation], { "if-match": meta.version });
  expect(expectDone(changed).meta.version).not.toBe(meta.version);
  expectError(await scim.patch(path, [operation], { "if-match": meta.version }), 412);
  expectError(await scim.delete(path, { "if-match": meta.version }), 412);
  expectError(await scim.delete(`/Users/${NO_ID}`, { "if-match": "*" }), 404);
  expect((await scim.delete(path, { "if-match": changed.body.meta.version })).status).toBe(204);
});

test("RFC 7644 §3.14: what changes nothing leaves version and lastModified as they were", async ({ scim }) => {
  const { body } = await scim.post("/Users", COMPLETE);
  const path = `/Users/${body.id}`;
  expect(expectDone(await scim.put(path, COMPLETE)).meta).toEqual(body.meta);
  const operation = { op: "add", path: "emails", value: [COMPLETE.emails[0]] };
  expect(expectDone(await scim.patch(path, [operation])).meta).toEqual(body.meta);
  expect((await scim.read(path)).meta).toEqual(body.meta);
});

test("RFC 7643 §2.1: names of attributes and schemas are read in any letter case", async ({ scim }) => {
  const body = {
    SCHEMAS: [USER.toUpperCase()],
    USERNAME: "case",
    NAME: { GIVENNAME: "G" },
    eMails: [{ VALUE: "a@x" }],
  };
  const extension = { [ENTERPRISE.toLowerCase()]: { DEPARTMENT: "D" } };
  const { status, body: created } = await scim.post("/Users", { ...body, ...extension });
  expect(status).toBe(201);
  expect(created).toMatchObject({ userName: "case", name: { givenName: "G" }, [ENTERPRISE]: { department: "D" } });
  expect(created.emails).toEqual([{ value: "a@x" }]);
  expect(created.schemas).toEqual([USER, ENTERPRISE]);
});

const WRONG = [
  { title: 7 },
  { active: "yes" },
  { active: 1 },
  { name: "Ada" },
  { name: { givenName: ["G"] } },
  { emails: [7] },
  { emails: [{ value: { a: 1 } }] },
  { x509Certificates: [{ value: "not base64!" }] },
  { [ENTERPRISE]: "text" },
  { userName: true },
];
test("RFC 7643 §2.3: a value of the wrong type is 400 invalidValue, and nobody is created", async ({ scim }) => {
  for (const wrong of WRONG) {
    await test.step(JSON.stringify(wrong), async () => {
      expectError(await scim.post("/Users", { schemas: [USER], userName: "typed", ...wrong }), 400, "invalidValue");
    });
  }
  expect((await scim.list("/Users")).totalResults).toBe(0);
});

test("RFC 7643 §2.4: at most one element is primary", async ({ scim }) => {
  const emails = ["a@x", "b@x"].map((value) => ({ value, primary: true }));
  const { id } = await scim.user("primary", { emails });
  const stored = (await scim.read(`/Users/${id}`)).emails;
  expect(stored).toHaveLength(2);
  expect(stored.filter(({ primary }: { primary?: boolean }) => primary)).toHaveLength(1);
});

test("RFC 7643 §2.5: null and the empty list are the same as nothing", async ({ scim }) => {
  const { id } = await scim.user("unassigned", { title: null, emails: [], name: null, [ENTERPRISE]: null });
  const user = await scim.read(`/Users/${id}`);
  for (const name of ["title", "emails", "name", ENTERPRISE]) expect(user).not.toHaveProperty([name]);
});

test("RFC 7643 §3.1, §4.2: a group has the common attributes, and externalId of its own", async ({ scim }) => {
  const { status, body } = await scim.post("/Groups", { schemas: [GROUP], displayName: "G", externalId: "e" });
  expect(status).toBe(201);
  expect(body).toMatchObject({ schemas: [GROUP], displayName: "G", externalId: "e", members: [] });
  expect(body.meta).toMatchObject({ resourceType: "Group", location: `${scim.base}/Groups/${body.id}` });
});

test("RFC 7643 §4.1.2, §4.2: memberships show on both sides, and groups can be members of groups", async ({ scim }) => {
  const ada = await scim.user("ada", { displayName: "Ada" });
  const { id: inner } = await scim.group("Inner", [ada.id]);
  const { id: outer } = await scim.group("Outer", [inner]);
  const [member] = (await scim.read(`/Groups/${outer}`)).members;
  expect(member).toMatchObject({ value: inner, type: "Group", display: "Inner", $ref: `${scim.base}/Groups/${inner}` });
  expect((await scim.read(`/Users/${ada.id}`)).groups).toMatchObject([{ value: inner, type: "direct" }]);
  const rename = { op: "replace", path: "displayName", value: "Renamed" };
  expectDone(await scim.patch(`/Groups/${inner}`, [rename]));
  expect((await scim.read(`/Users/${ada.id}`)).groups).toMatchObject([{ value: inner, display: "Renamed" }]);
});

test("RFC 7644 §4: discovery ignores paging and sorting and refuses a filter", async ({ scim }) => {
  for (const path of ["/Schemas", "/ResourceTypes"]) {
    const whole = await scim.list(path);
    expect(whole).toMatchObject({
      schemas: [LIST],
      totalResults: whole.Resources.length,
      itemsPerPage: whole.totalResults,
    });
    expect(await scim.list(`${path}?sortBy=id&attributes=id`)).toEqual(whole);
    expectError(await scim.get(`${path}?filter=${encodeURIComponent('id eq "User"')}`), 403);
  }
  expectError(await scim.get("/ServiceProviderConfig?filter=x"), 403);
});

test("RFC 7643 §5, §6, §7: discovery says what is true, and every attribute its seven characteristics", async ({
  scim,
}) => {
  const config = await scim.read("/ServiceProviderConfig");
  for (const name of ["patch", "bulk", "filter", "sort", "etag"]) expect(config[name].supported).toBe(true);
  expect(config.changePassword.supported).toBe(false);
  expect(config.authenticationSchemes[0]).toMatchObject({ type: "oauthbearertoken", name: expect.any(String) });
  expect(await scim.read("/ResourceTypes/User")).toMatchObject({
    id: "User",
    endpoint: "/Users",
    schema: USER,
    schemaExtensions: [{ schema: ENTERPRISE, required: false }],
  });
  const names = ["name", "type", "multiValued", "description", "required", "mutability", "returned"];
  const check = (attribute: { type: string; subAttributes?: object[] }) => {
    const expected = attribute.type === "complex" ? names : [...names, "caseExact", "uniqueness"];
    expect(Object.keys(attribute)).toEqual(expect.arrayContaining(expected));
    if (attribute.type === "complex") expect(attribute.subAttributes?.length).toBeGreaterThan(0);
    for (const sub of attribute.subAttributes ?? []) check(sub as typeof attribute);
  };
  for (const { attributes } of (await scim.list("/Schemas")).Resources) for (const one of attributes) check(one);
});
