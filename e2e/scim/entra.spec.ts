import { ENTERPRISE, expect, expectDone, expectError, GROUP, NO_ID, speaking, USER } from "./wire.ts";

const test = speaking({ provider: "entra", headers: { adscimversion: "V2" } });

const CREATE = {
  schemas: [USER, ENTERPRISE],
  externalId: "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
  userName: "Test_User_00aa00aa-bb11-cc22-dd33-44ee44ee44ee",
  active: true,
  emails: [{ primary: true, type: "work", value: "Test_User_11bb00aa@testuser.com" }],
  meta: { resourceType: "User" },
  name: { formatted: "givenName familyName", familyName: "familyName", givenName: "givenName" },
  roles: [],
};
const GUID = "b1bd2bd2-4f2c-4d0a-9d6f-0a2f3ac1e2aa";

test("EN-01 EN-67 looking for a random GUID is 200 with an empty list, by every matching attribute", async ({
  scim,
}) => {
  await scim.post("/Users", CREATE);
  await scim.group("Team");
  for (const path of [
    `/Users?filter=userName+eq+"${GUID}"`,
    `/Users?filter=externalId+eq+"${GUID}"`,
    `/Users?filter=emails[type eq "work"].value eq "${GUID}"`,
    `/Groups?excludedAttributes=members&filter=displayName+eq+"${GUID}"`,
    `/Groups?excludedAttributes=members&filter=externalId+eq+"${GUID}"`,
  ]) {
    expect(await scim.list(path), path).toMatchObject({ totalResults: 0, Resources: [] });
  }
});

test("EN-02 externalId is found in its own letter case, and two users may share one", async ({ scim }) => {
  await scim.user("one", { externalId: "JoHn.x" });
  expect(await scim.names('externalId eq "JoHn.x"')).toEqual(["one"]);
  expect((await scim.find("Users", 'externalId eq "JoHn.x"')).Resources[0].externalId).toBe("JoHn.x");
  await scim.user("two", { externalId: "JoHn.x" });
  expect(await scim.names('externalId eq "JoHn.x"')).toEqual(["one", "two"]);
});

test("EN-03 a person is found by the e-mail address of one type", async ({ scim }) => {
  await scim.user("worker", { emails: [{ type: "work", value: "a@b" }] });
  expect(await scim.names('emails[type eq "work"].value eq "a@b"')).toEqual(["worker"]);
  expect(await scim.names('emails[type eq "work"] eq "a@b"')).toEqual(["worker"]);
  expect(await scim.names('emails[type eq "home"].value eq "a@b"')).toEqual([]);
});

test("EN-04 unquoted values in filters are read as text", async ({ scim }) => {
  await scim.user("Oona", { externalId: "jyoung" });
  expect(await scim.names("externalId eq jyoung")).toEqual(["Oona"]);
  expect(await scim.names("userName sw O")).toEqual(["Oona"]);
  expect(await scim.names("meta.Created gt 2015-10-10T14:38:21.8617979-07:00")).toEqual(["Oona"]);
});

test("EN-05 an attribute may be named with its URN", async ({ scim }) => {
  await scim.user("urn");
  expect(await scim.names(`${USER}:userName eq "urn"`)).toEqual(["urn"]);
});

test("EN-06 EN-52 a reference is checked by id and manager, and the id is always there", async ({ scim }) => {
  const [manager = ""] = await scim.users("manager");
  const { id } = await scim.user("report", { [ENTERPRISE]: { manager: { value: manager } } });
  const hits = [`id eq "${id}"`, `id eq "${id}" and ${ENTERPRISE}:manager.value eq "${manager}"`];
  for (const filter of [...hits, `id eq "${id}" and manager eq "${manager}"`]) {
    const found = await scim.list(`/Users?filter=${encodeURIComponent(filter)}&attributes=id`);
    expect(found, filter).toMatchObject({ totalResults: 1, Resources: [{ id }] });
  }
  expect((await scim.find("Users", `id eq "${manager}" and manager eq "${id}"`)).totalResults).toBe(0);
});

test("EN-07 EN-65 an extension that is named without content is no obstacle", async ({ scim }) => {
  const { status, body } = await scim.post("/Users", CREATE);
  expect(status).toBe(201);
  const { roles: _, schemas: __, ...kept } = CREATE;
  expect(body).toMatchObject(kept);
});

test("EN-08 B-19 nulls count as absent, and the misprinted URN is understood", async ({ scim }) => {
  const misprint = "urn:ietf:params:scim:schemas:extension:enterprise:2.0User";
  const nulls = Object.fromEntries(
    ["addresses", "phoneNumbers", "preferredLanguage", "title", "department", "manager"].map((name) => [name, null]),
  );
  const { status, body } = await scim.post("/Users", { ...CREATE, ...nulls, schemas: [USER, misprint] });
  expect(status).toBe(201);
  for (const name of Object.keys(nulls)) expect(body).not.toHaveProperty(name);
  const content = { ...CREATE, userName: "misprinted", [misprint]: { department: "D" } };
  expect((await scim.post("/Users", content)).body[ENTERPRISE]).toEqual({ department: "D" });
});

test('EN-09 B-02 "True" and "False" are stored as booleans', async ({ scim }) => {
  for (const [text, active] of [
    ["True", true],
    ["False", false],
  ] as const) {
    const { id } = await scim.user(`active ${text}`, { active: text });
    expect((await scim.read(`/Users/${id}`)).active).toBe(active);
  }
});

test("EN-10 a second create is 409 uniqueness", async ({ scim }) => {
  await scim.post("/Users", CREATE);
  expectError(await scim.post("/Users", CREATE), 409, "uniqueness");
});

test('EN-11 EN-12 EN-23 EN-29 B-01 disabling works as "False" and as false, and the user stays in sight', async ({
  scim,
}) => {
  const { id } = (await scim.post("/Users", CREATE)).body;
  const forms = [
    { op: "Replace", path: "active", value: "False" },
    { op: "Replace", path: "active", value: false },
    { op: "replace", path: "active", value: false },
  ];
  for (const form of forms) {
    expect(expectDone(await scim.patch(`/Users/${id}`, [{ op: "Add", path: "active", value: "True" }])).active).toBe(
      true,
    );
    expect(expectDone(await scim.patch(`/Users/${id}`, [form])).active).toBe(false);
    expect((await scim.read(`/Users/${id}`)).active).toBe(false);
    const found = await scim.find("Users", `userName eq "${CREATE.userName}"`);
    expect(found).toMatchObject({ totalResults: 1, Resources: [{ active: false }] });
  }
});

test("EN-13 many operations set each its attribute, and no second e-mail appears", async ({ scim }) => {
  const { id } = (await scim.post("/Users", CREATE)).body;
  const values = {
    displayName: "Pvlo",
    'emails[type eq "work"].value': "TestBhinqx@test.microsoft.com",
    "name.givenName": "Gtfd",
    [`${ENTERPRISE}:department`]: "Bmtp",
    [`${ENTERPRISE}:employeeNumber`]: "Eoxs",
    nickName: "Nick",
  };
  const operations = Object.entries(values).map(([path, value]) => ({ op: "Add", path, value }));
  expectDone(await scim.patch(`/Users/${id}`, operations));
  expect(await scim.read(`/Users/${id}`)).toMatchObject({
    schemas: [USER, ENTERPRISE],
    displayName: "Pvlo",
    nickName: "Nick",
    name: { ...CREATE.name, givenName: "Gtfd" },
    emails: [{ primary: true, type: "work", value: "TestBhinqx@test.microsoft.com" }],
    [ENTERPRISE]: { department: "Bmtp", employeeNumber: "Eoxs" },
  });
});

for (const [id, op] of [
  ["EN-14", "Add"],
  ["EN-15", "Replace"],
] as const) {
  test(`${id} B-03 ${op} on a filter that matches nothing makes the element, and two such paths make one`, async ({
    scim,
  }) => {
    const { id: user } = await scim.user("bare");
    const operations = [
      { op, path: 'emails[type eq "work"].value', value: "a@b" },
      { op, path: 'phoneNumbers[type eq "mobile"].value', value: "+1 555 0100" },
      { op, path: 'addresses[type eq "work"].streetAddress', value: "1 Main Street" },
      { op, path: 'addresses[type eq "work"].postalCode', value: "12345" },
    ];
    expectDone(await scim.patch(`/Users/${user}`, operations));
    expect(await scim.read(`/Users/${user}`)).toMatchObject({
      emails: [{ type: "work", value: "a@b" }],
      phoneNumbers: [{ type: "mobile", value: "+1 555 0100" }],
      addresses: [{ type: "work", streetAddress: "1 Main Street", postalCode: "12345" }],
    });
  });
}

test("EN-16 EN-17 EN-18 B-05 the manager is taken in every form, answered as an object, and removed", async ({
  scim,
}) => {
  const [boss = "", other = ""] = await scim.users("boss", "other");
  const { id } = (await scim.post("/Users", CREATE)).body;
  const forms = [
    { op: "Add", path: `${ENTERPRISE}:manager`, value: boss },
    { op: "Replace", path: `${ENTERPRISE}:manager`, value: { value: boss } },
    { op: "Add", path: `${ENTERPRISE}:manager`, value: [{ $ref: `../Users/${boss}`, value: boss }] },
    { op: "Replace", path: `${ENTERPRISE}:manager.value`, value: boss },
  ];
  for (const form of forms) {
    expectDone(await scim.patch(`/Users/${id}`, [{ op: "Add", path: `${ENTERPRISE}:manager`, value: other }]));
    expectDone(await scim.patch(`/Users/${id}`, [form]));
    const { [ENTERPRISE]: extension, schemas } = await scim.read(`/Users/${id}`);
    expect(extension.manager, JSON.stringify(form)).toMatchObject({ value: boss });
    expect(schemas).toContain(ENTERPRISE);
    expectDone(await scim.patch(`/Users/${id}`, [{ op: "Remove", path: `${ENTERPRISE}:manager` }]));
    expect((await scim.read(`/Users/${id}`))[ENTERPRISE]?.manager).toBeUndefined();
  }
});

test('EN-19 B-19 replacing with "" clears', async ({ scim }) => {
  const [boss = ""] = await scim.users("boss");
  const { id } = await scim.user("full", {
    title: "T",
    phoneNumbers: [
      { type: "mobile", value: "1" },
      { type: "work", value: "2" },
    ],
    [ENTERPRISE]: { manager: { value: boss }, department: "D" },
  });
  const paths = [`${ENTERPRISE}:manager`, "title", 'phoneNumbers[type eq "mobile"].value'];
  expectDone(
    await scim.patch(
      `/Users/${id}`,
      paths.map((path) => ({ op: "Replace", path, value: "" })),
    ),
  );
  const after = await scim.read(`/Users/${id}`);
  expect(after).not.toHaveProperty("title");
  expect(after.phoneNumbers).toEqual([{ type: "work", value: "2" }]);
  expect(after[ENTERPRISE]).toEqual({ department: "D" });
});

test("EN-20 Remove takes what it names, and the rest stays", async ({ scim }) => {
  const { id } = await scim.user("full", {
    title: "T",
    nickName: "N",
    name: { givenName: "G", familyName: "F" },
    phoneNumbers: [
      { type: "mobile", value: "1" },
      { type: "work", value: "2" },
    ],
  });
  const paths = ["title", "name.givenName", 'phoneNumbers[type eq "mobile"].value'];
  expectDone(
    await scim.patch(
      `/Users/${id}`,
      paths.map((path) => ({ op: "Remove", path })),
    ),
  );
  const after = await scim.read(`/Users/${id}`);
  expect(after).not.toHaveProperty("title");
  expect(after).toMatchObject({ nickName: "N", phoneNumbers: [{ type: "work", value: "2" }] });
  expect(after.name).toEqual({ familyName: "F" });
});

test("EN-21 EN-22 B-04 with the flag, dotted keys and URNs in a value without a path are paths", async ({ scim }) => {
  const { id } = (await scim.post("/Users", CREATE)).body;
  const operations = [
    { op: "replace", path: 'emails[type eq "work"].value', value: "TestMhvaes@test.microsoft.com" },
    {
      op: "replace",
      value: {
        displayName: "Bjfe",
        "name.givenName": "Kkom",
        "name.familyName": "Unua",
        [`${ENTERPRISE}:employeeNumber`]: "Aklq",
      },
    },
    { op: "replace", value: { [ENTERPRISE]: { department: "D3" } } },
  ];
  expectDone(await scim.patch(`/Users/${id}?aadOptscim062020`, operations));
  const { text, body } = await scim.get(`/Users/${id}`);
  expect(body).toMatchObject({
    displayName: "Bjfe",
    name: { givenName: "Kkom", familyName: "Unua" },
    emails: [{ primary: true, type: "work", value: "TestMhvaes@test.microsoft.com" }],
    [ENTERPRISE]: { employeeNumber: "Aklq", department: "D3" },
  });
  expect(text).not.toMatch(/"name\.|:employeeNumber"/);
});

test("EN-25 B-06 roles as JSON text become roles whose value is usable", async ({ scim }) => {
  const { id } = (await scim.post("/Users", CREATE)).body;
  const role = (value: string) => ({ value: JSON.stringify({ id: GUID, value, displayName: value }) });
  const value = [role("Admin"), role("User")];
  expectDone(await scim.patch(`/Users/${id}`, [{ op: "Add", path: "roles", value }]));
  const { roles } = await scim.read(`/Users/${id}`);
  expect(roles).toMatchObject([
    { value: "Admin", display: "Admin" },
    { value: "User", display: "User" },
  ]);
  expect(await scim.names('roles.value eq "Admin"')).toEqual([CREATE.userName]);
});

test('EN-27 EN-28 a role\'s primary "True" is a boolean, and a replace leaves exactly the new ones', async ({
  scim,
}) => {
  const roles = [{ primary: "True", display: "R", value: "r", type: "t" }];
  const { id } = await scim.user("roles", { roles });
  expect((await scim.read(`/Users/${id}`)).roles).toEqual([{ primary: true, display: "R", value: "r", type: "t" }]);
  const value = [{ value: "Admin", display: "Admin", type: "WindowsAzureActiveDirectoryRole" }];
  expectDone(await scim.patch(`/Users/${id}`, [{ op: "replace", path: "roles", value }]));
  expect((await scim.read(`/Users/${id}`)).roles).toEqual(value);
});

test("EN-30 EN-43 EN-62 a second DELETE is 404, and a deleted user can be created again", async ({ scim }) => {
  const { id } = (await scim.post("/Users", CREATE)).body;
  const { id: group } = await scim.group("Team", [id]);
  for (const path of [`/Users/${id}`, `/Groups/${group}`]) {
    expect((await scim.delete(path)).status).toBe(204);
    expectError(await scim.delete(path), 404);
  }
  const again = await scim.post("/Users", CREATE);
  expect(again.status).toBe(201);
  expect(again.body.id).not.toBe(id);
});

test("EN-40 EN-44 EN-49 values come back exactly as they were sent", async ({ scim }) => {
  const { id } = await scim.user("exact");
  const { id: group } = await scim.group("Team");
  for (const text of ["Jörg O'Neil-Ömer", "MiXeD cAsE", "  padded ", "e\u0301", "李 小龍", '"quoted" \\ / <b>']) {
    const operation = { op: "Replace", path: "displayName", value: text };
    expectDone(await scim.patch(`/Users/${id}`, [operation]));
    expect((await scim.read(`/Users/${id}`)).displayName).toBe(text);
    expectDone(await scim.patch(`/Groups/${group}`, [operation]));
    expect((await scim.read(`/Groups/${group}`)).displayName).toBe(text);
  }
});

test("EN-47 where a second element becomes primary, the first no longer is", async ({ scim }) => {
  const { id } = (await scim.post("/Users", CREATE)).body;
  const value = [{ type: "home", value: "h@x", primary: true }];
  const { emails } = expectDone(await scim.patch(`/Users/${id}`, [{ op: "Add", path: "emails", value }]));
  expect(emails.filter(({ primary }: { primary?: boolean }) => primary)).toEqual(value);
  expect(emails).toHaveLength(2);
});

test("EN-60 EN-61 fifty requests in a row are far from any limit", async ({ scim }) => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => scim.get('/Users?filter=userName eq "x"')));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
});

test("EN-63 /Schemas tells the mapping page what there is", async ({ scim }) => {
  const { Resources } = await scim.list("/Schemas");
  expect(Resources.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining([USER, ENTERPRISE, GROUP]));
});

test("EN-66 an element comes back with what was sent and nothing beside it", async ({ scim }) => {
  const { body } = await scim.post("/Users", CREATE);
  expect((await scim.read(`/Users/${body.id}`)).emails).toEqual(CREATE.emails);
});

test("EN-68 a filter on an attribute that has one value is 400 invalidPath", async ({ scim }) => {
  const { id } = (await scim.post("/Users", CREATE)).body;
  const operation = { op: "replace", path: 'name[familyName eq "familyName"].givenName', value: "b" };
  expectError(await scim.patch(`/Users/${id}`, [operation]), 400, "invalidPath");
});

test("EN-42 B-20 an unknown member is no error, and is not shown", async ({ scim }) => {
  const { id } = await scim.group("Team");
  const value = [{ $ref: null, value: NO_ID }];
  expectDone(await scim.patch(`/Groups/${id}`, [{ op: "Add", path: "members", value }]));
  expect(await scim.members(id)).toEqual([]);
});
