import { PROVIDER_SCOPES } from "#lib/contract/scopes.ts";
import { expect, expectDone, expectError, GROUP, SCIM, speaking, USER } from "./wire.ts";

const headers = {
  "user-agent": "Okta SCIM Client 1.0.0",
  accept: SCIM,
  "accept-charset": "utf-8",
  "accept-encoding": "gzip,deflate",
  "content-type": `${SCIM}; charset=utf-8`,
};
/** An app made with the wizard, where every change is a PUT. */
const test = speaking({ provider: "okta_saml", headers });
const template = speaking({ provider: "okta_scim", headers });

const CREATE = {
  schemas: [USER],
  userName: "test.user@okta.local",
  name: { givenName: "Test", familyName: "User" },
  emails: [{ primary: true, value: "test.user@okta.local", type: "work" }],
  displayName: "Test User",
  locale: "en-US",
  externalId: "00ujl29u0le5T6Aj10h7",
  groups: [],
  password: "1mz050nq",
  active: true,
};
const LOOK_UP = "/Users?filter=userName%20eq%20%22test.user%40okta.local%22&startIndex=1&count=100";
const FIND_GROUP = "/Groups?filter=displayName%20eq%20%22Test%20SCIMv2%22&startIndex=1&count=100";

test("OK-01 the test of the connection lists two users", async ({ scim }) => {
  await scim.users("a", "b", "c");
  const page = await scim.list("/Users?startIndex=1&count=2");
  expect(page).toMatchObject({ totalResults: 3, startIndex: 1, itemsPerPage: 2 });
  for (const number of ["totalResults", "startIndex", "itemsPerPage"]) expect(page[number]).toEqual(expect.any(Number));
});

test("OK-02 groups are listed for the import", async ({ scim }) => {
  await scim.group("Test SCIMv2");
  expect((await scim.list("/Groups?startIndex=1&count=100")).totalResults).toBe(1);
});

template("OK-03 Header Auth sends the token bare; a doubled scheme is told apart", async ({ scim, directory }) => {
  expectDone(await scim.get("/Users", { authorization: directory.token }));
  expectDone(await scim.get("/Users", { authorization: `Bearer ${directory.token}` }));
  expectError(await scim.get("/Users", { authorization: `Bearer Bearer ${directory.token}` }), 401);
});

test("OK-04 nobody of that name is an empty list", async ({ scim }) => {
  expect(await scim.list(LOOK_UP)).toMatchObject({ totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] });
});

test("OK-05 the match comes with schemas, id and active", async ({ scim }) => {
  const { body } = await scim.post("/Users", CREATE);
  const found = await scim.list(LOOK_UP);
  expect(found).toMatchObject({ totalResults: 1, Resources: [{ schemas: [USER], id: body.id, active: true }] });
});

test("OK-06 the created user comes back whole, active and without the password", async ({ scim }) => {
  const { status, body } = await scim.post("/Users", CREATE);
  const { password: _, groups: __, ...kept } = CREATE;
  expect(status).toBe(201);
  expect(body).toMatchObject({ ...kept, id: expect.stringMatching(/\S/) });
  expect(body).not.toHaveProperty("password");
});

test("OK-07 a second create is 409 and leaves the first as it was", async ({ scim }) => {
  const { id } = (await scim.post("/Users", CREATE)).body;
  const before = await scim.read(`/Users/${id}`);
  const again = { schemas: [USER], userName: CREATE.userName, emails: [] };
  expectError(await scim.post("/Users", again), 409, "uniqueness");
  expectError(await scim.post("/Users", { ...again, userName: CREATE.userName.toUpperCase() }), 409, "uniqueness");
  expect(await scim.read(`/Users/${id}`)).toEqual(before);
});

test("OK-08 what was read can be put back with one change, and the echoed groups touch no membership", async ({
  scim,
}) => {
  const { id } = (await scim.post("/Users", CREATE)).body;
  const { id: group } = await scim.group("Test SCIMv2", [id]);
  const whole = await scim.read(`/Users/${id}`);
  expect(whole.groups).toMatchObject([{ value: group }]);
  const emails = [{ ...CREATE.emails[0], display: "test.user@okta.local" }];
  const sent = { ...whole, emails, groups: [], name: { ...CREATE.name, familyName: "Renamed" } };
  const body = expectDone(await scim.put(`/Users/${id}`, sent));
  expect(body).toMatchObject({ id, name: { givenName: "Test", familyName: "Renamed" }, emails });
  expect(await scim.members(group)).toEqual([id]);
  const echo = expectDone(await scim.put(`/Users/${id}`, { ...body, groups: [{ value: group, display: "x" }] }));
  expect(echo.meta.version).toBe(body.meta.version);
});

test("OK-09 OK-41 B-21 PUT active:false leaves the user readable and findable", async ({ scim }) => {
  const { id } = (await scim.post("/Users", CREATE)).body;
  expect(expectDone(await scim.put(`/Users/${id}`, { ...CREATE, active: false })).active).toBe(false);
  expect((await scim.read(`/Users/${id}`)).active).toBe(false);
  expect(await scim.list(LOOK_UP)).toMatchObject({ totalResults: 1, Resources: [{ id, active: false }] });
  expect((await scim.list("/Users?startIndex=1&count=100")).totalResults).toBe(1);
});

test("OK-10 OK-40 B-12 an inactive user is found by the look-up and reactivated by PUT under the same id", async ({
  scim,
}) => {
  const { id } = (await scim.post("/Users", CREATE)).body;
  const { id: group } = await scim.group("Test SCIMv2", [id]);
  expectDone(await scim.put(`/Users/${id}`, { ...CREATE, active: false }));
  const [found] = (await scim.list(LOOK_UP)).Resources;
  expect(found).toMatchObject({ id, active: false });
  expect(expectDone(await scim.put(`/Users/${found.id}`, { ...found, active: true })).active).toBe(true);
  expect(await scim.read(`/Users/${id}`)).toMatchObject({ active: true, groups: [{ value: group }] });
});

template("OK-11 OK-40 B-04 PATCH without a path switches active and clears nothing else", async ({ scim }) => {
  const { body } = await scim.post("/Users", CREATE);
  const { meta: _, active: __, ...others } = body;
  for (const active of [false, true]) {
    expectDone(await scim.patch(`/Users/${body.id}`, [{ op: "replace", value: { active } }]));
    expect((await scim.list(LOOK_UP)).Resources).toMatchObject([{ ...others, active }]);
  }
});

template("OK-12 a password is taken and not echoed", async ({ scim }) => {
  const { id } = (await scim.post("/Users", CREATE)).body;
  const answer = await scim.patch(`/Users/${id}`, [{ op: "replace", value: { password: "n3w-Passw0rd" } }]);
  expectDone(answer);
  expect(answer.text).not.toMatch(/passw/i);
});

test("OK-13 OK-45 empty lines of the default mapping are dropped", async ({ scim }) => {
  const { id } = (await scim.post("/Users", CREATE)).body;
  const empties = {
    title: "",
    nickName: "",
    emails: [{ primary: true, value: "test.user@okta.local", type: "" }],
    phoneNumbers: [
      { value: "", type: "" },
      { value: "+1 555 0100", type: "" },
    ],
    addresses: [{ type: "", streetAddress: "", locality: "" }],
  };
  const body = expectDone(await scim.put(`/Users/${id}`, { ...CREATE, ...empties }));
  expect(body.emails).toEqual([{ primary: true, value: "test.user@okta.local" }]);
  expect(body.phoneNumbers).toEqual([{ value: "+1 555 0100" }]);
  for (const name of ["title", "nickName", "addresses"]) expect(body).not.toHaveProperty(name);
});

test("OK-15 a group without members and without externalId is created", async ({ scim }) => {
  const { status, body } = await scim.post("/Groups", { schemas: [GROUP], displayName: "Test SCIMv2", members: [] });
  expect(status).toBe(201);
  expect(body).toMatchObject({ schemas: [GROUP], id: expect.any(String), displayName: "Test SCIMv2", members: [] });
});

test("OK-16 a group is found by its name before it is linked", async ({ scim }) => {
  expect((await scim.list(FIND_GROUP)).totalResults).toBe(0);
  const { id } = await scim.group("Test SCIMv2");
  expect(await scim.list(FIND_GROUP)).toMatchObject({ totalResults: 1, Resources: [{ id }] });
});

test("OK-17 B-10 a rename tolerates the id, and the same name is no conflict with itself", async ({ scim }) => {
  const [member = ""] = await scim.users("member");
  const { id } = await scim.group("Test SCIMv2", [member]);
  const rename = (displayName: string) => scim.patch(`/Groups/${id}`, [{ op: "replace", value: { id, displayName } }]);
  const before = expectDone(await scim.get(`/Groups/${id}`));
  expect(expectDone(await rename("Test SCIMv2")).meta.version).toBe(before.meta.version);
  expect(expectDone(await rename("Renamed"))).toMatchObject({ id, displayName: "Renamed" });
  expect(await scim.members(id)).toEqual([member]);
});

test("OK-18 one body takes a member out by filter and puts another in", async ({ scim }) => {
  const [a = "", b = "", c = ""] = await scim.users("a", "b", "c");
  const { id } = await scim.group("Test SCIMv2", [a, c]);
  const operations = [
    { op: "remove", path: `members[value eq "${a}"]` },
    { op: "add", path: "members", value: [{ value: b, display: "b@okta.local" }] },
  ];
  expectDone(await scim.patch(`/Groups/${id}`, operations));
  expect(await scim.members(id)).toEqual([b, c].sort());
});

test("OK-19 B-11 a full push leaves exactly those named, and the empty list nobody", async ({ scim }) => {
  const [a = "", b = "", c = ""] = await scim.users("a", "b", "c");
  const { id } = await scim.group("Test SCIMv2", [a, b]);
  const push = (values: string[]) =>
    scim.patch(`/Groups/${id}`, [{ op: "replace", path: "members", value: values.map((value) => ({ value })) }]);
  expectDone(await push([b, c]));
  expect(await scim.members(id)).toEqual([b, c].sort());
  expectDone(await push([]));
  expect(await scim.members(id)).toEqual([]);
});

test("OK-21 a group is put whole, with members whose display is null", async ({ scim }) => {
  const [a = "", b = ""] = await scim.users("a", "b");
  const { id } = await scim.group("Test SCIMv2", [a]);
  const members = [{ value: b, display: null }];
  expectDone(await scim.put(`/Groups/${id}`, { schemas: [GROUP], displayName: "Test SCIMv2", members }));
  expect(await scim.members(id)).toEqual([b]);
});

test("OK-21 ten thousand members fit into one PUT", async ({ scim }) => {
  const { id } = await scim.group("Everyone");
  const [real = ""] = await scim.users("real");
  const members = Array.from({ length: 10_000 }, (_, index) => ({ value: `00u${index}`, display: null }));
  const body = { schemas: [GROUP], displayName: "Everyone", members: [...members, { value: real, display: null }] };
  expectDone(await scim.put(`/Groups/${id}`, body));
  expect(await scim.members(id)).toEqual([real]);
});

test("OK-22 OK-23 B-09 adding who is in and removing who is out succeeds and changes nothing", async ({ scim }) => {
  const [a = "", b = ""] = await scim.users("a", "b");
  const { id } = await scim.group("Test SCIMv2", [a]);
  expectDone(await scim.patch(`/Groups/${id}`, [{ op: "add", path: "members", value: [{ value: a }] }]));
  expectDone(await scim.patch(`/Groups/${id}`, [{ op: "remove", path: `members[value eq "${b}"]` }]));
  expect(await scim.members(id)).toEqual([a]);
});

test("OK-24 a deactivated user can be taken out of a group", async ({ scim }) => {
  const { id: user } = (await scim.post("/Users", CREATE)).body;
  const { id } = await scim.group("Test SCIMv2", [user]);
  expectDone(await scim.put(`/Users/${user}`, { ...CREATE, active: false }));
  expectDone(await scim.patch(`/Groups/${id}`, [{ op: "remove", path: `members[value eq "${user}"]` }]));
  expect(await scim.members(id)).toEqual([]);
});

test("OK-25 a deleted group leaves its people", async ({ scim }) => {
  const [a = ""] = await scim.users("a");
  const { id } = await scim.group("Test SCIMv2", [a]);
  expect((await scim.delete(`/Groups/${id}`)).status).toBe(204);
  expectError(await scim.get(`/Groups/${id}`), 404);
  expect((await scim.read(`/Users/${a}`)).groups).toEqual([]);
});

test("OK-26 the import goes through all users in stable pages, the inactive too", async ({ scim }) => {
  const ids = await scim.users(...Array.from({ length: 5 }, (_, index) => `import-${index}`));
  expectDone(await scim.put(`/Users/${ids[1]}`, { schemas: [USER], userName: "import-1", active: false }));
  const pages = [await scim.list("/Users?startIndex=1&count=3"), await scim.list("/Users?startIndex=4&count=3")];
  const seen = pages.flatMap(({ Resources }) => Resources.map(({ id }: { id: string }) => id));
  expect(seen.sort()).toEqual([...ids].sort());
});

template("OK-27 OK-29 discovery lists the types, and every schema they name", async ({ scim }) => {
  const { Resources: types } = await scim.list("/ResourceTypes");
  const { Resources: schemas } = await scim.list("/Schemas");
  const known = schemas.map(({ id }: { id: string }) => id);
  for (const { endpoint, schema, schemaExtensions } of types) {
    expect(known).toEqual(expect.arrayContaining([schema, ...schemaExtensions.map((one: typeof types) => one.schema)]));
    expect((await scim.list(`${endpoint}?count=1&startIndex=1`)).itemsPerPage).toBe(0);
  }
});

template("OK-28 roles and entitlements are stored and returned", async ({ scim }) => {
  const roles = [{ value: "admin", display: "Administrator" }];
  const entitlements = [{ value: "e-1", display: "Licence", type: "Licence" }];
  const { id } = await scim.user("entitled", { roles, entitlements });
  expect(await scim.read(`/Users/${id}`)).toMatchObject({ roles, entitlements });
});

test("OK-42 EN-61 who sends too much is answered 429 with whole seconds to wait, and goes on after them", async ({
  management,
  directory: { organizationId, id },
  scim,
}) => {
  const path = `/v1/organizations/${organizationId}/directories/${id}`;
  expect((await management.http.patch(path, { data: { rate_limit: 1 } })).status()).toBe(200);
  const answers = await Promise.all(Array.from({ length: 5 }, () => scim.get(LOOK_UP)));
  const refused = answers.filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThan(0);
  for (const answer of refused) {
    expectError(answer, 429);
    expect(answer.headers["retry-after"]).toMatch(/^[1-9]\d*$/);
  }
  await expect.poll(async () => (await scim.get(LOOK_UP)).status).toBe(200);
});

test("OK-43 a doubled slash after the base address is overlooked", async ({ scim }) => {
  const { id } = (await scim.post("//Users", CREATE)).body;
  expectDone(await scim.get(`//Users/${id}`));
});

template(
  "OK-44 the scopes proposed for an Okta app suffice for all it sends",
  async ({ management, scim, directory }) => {
    const path = `/v1/organizations/${directory.organizationId}/scim/tokens`;
    const data = { name: "Okta", directory_id: directory.id, scopes: PROVIDER_SCOPES.okta_saml };
    const { token } = await (await management.http.post(path, { data })).json();
    const authorization = { authorization: `Bearer ${token}` };
    const { id } = (await scim.post("/Users", CREATE, authorization)).body;
    expectDone(await scim.put(`/Users/${id}`, { ...CREATE, active: false }, authorization));
    expectDone(await scim.get(LOOK_UP, authorization));
    const group = (await scim.post("/Groups", { schemas: [GROUP], displayName: "G" }, authorization)).body;
    expectDone(
      await scim.patch(`/Groups/${group.id}`, [{ op: "replace", value: { displayName: "H" } }], authorization),
    );
    expect((await scim.delete(`/Groups/${group.id}`, authorization)).status).toBe(204);
    expectError(await scim.delete(`/Users/${id}`, authorization), 403);
  },
);

template("OK-45 a value wrapped in a list is unwrapped", async ({ scim }) => {
  const { id } = (await scim.post("/Users", CREATE)).body;
  expectDone(await scim.patch(`/Users/${id}`, [{ op: "replace", path: "active", value: [false] }]));
  expect((await scim.read(`/Users/${id}`)).active).toBe(false);
});

test("OK-46 groups take every method, and a PUT adds attributes a create left out", async ({ scim }) => {
  const { id } = await scim.user("short");
  const body = { schemas: [USER], userName: "short", nickName: "S", name: { middleName: "M" }, active: true };
  expect(expectDone(await scim.put(`/Users/${id}`, body))).toMatchObject({ nickName: "S", name: { middleName: "M" } });
  const group = await scim.group("G");
  expectDone(await scim.put(`/Groups/${group.id}`, { schemas: [GROUP], displayName: "H", members: [{ value: id }] }));
  expectDone(await scim.patch(`/Groups/${group.id}`, [{ op: "remove", path: "members" }]));
  expect((await scim.delete(`/Groups/${group.id}`)).status).toBe(204);
});
