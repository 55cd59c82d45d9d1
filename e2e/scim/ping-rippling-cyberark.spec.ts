import { ENTERPRISE, expect, expectDone, expectError, GROUP, speaking, USER } from "./wire.ts";

const test = speaking({ provider: "pingone" });
const rippling = speaking({ provider: "generic" });
const cyberark = rippling;

test("PI-01 operators and attributes in filters are read in any letter case", async ({ scim }) => {
  await scim.user("x");
  for (const filter of ['userName Eq "x"', 'userName EQ "x"', 'username eq "x"', 'USERNAME Eq "X"']) {
    expect(await scim.names(filter), filter).toEqual(["x"]);
  }
});

test("PI-03 a user can be created disabled", async ({ scim }) => {
  const { id, active } = await scim.user("disabled", { active: false });
  expect(active).toBe(false);
  expect((await scim.read(`/Users/${id}`)).active).toBe(false);
});

test("PI-04 both remove actions work: disable and delete", async ({ scim }) => {
  const { id } = await scim.user("leaver");
  expect(
    expectDone(await scim.put(`/Users/${id}`, { schemas: [USER], userName: "leaver", active: false })).active,
  ).toBe(false);
  expect((await scim.delete(`/Users/${id}`)).status).toBe(204);
});

test("PI-04 both ways of handling memberships work: merge and overwrite", async ({ scim }) => {
  const [a = "", b = "", c = ""] = await scim.users("a", "b", "c");
  const { id } = await scim.group("Team", [a]);
  expectDone(await scim.patch(`/Groups/${id}`, [{ op: "add", path: "members", value: [{ value: b }] }]));
  expect(await scim.members(id)).toEqual([a, b].sort());
  const body = { schemas: [GROUP], displayName: "Team", members: [{ value: c }] };
  expectDone(await scim.put(`/Groups/${id}`, body));
  expect(await scim.members(id)).toEqual([c]);
});

test("PI-10 an access token fetched with client credentials opens the directory", async ({
  management,
  directory: { organizationId, id },
  scim,
}) => {
  const path = `/v1/organizations/${organizationId}/directories/${id}/oauth/clients`;
  const created = await management.http.post(path, { data: { name: "PingOne" } });
  expect(created.status()).toBe(201);
  const { id: client_id, client_secret, token_url } = await created.json();
  const basic = Buffer.from(`${client_id}:${client_secret}`).toString("base64");
  const asked: { form: Record<string, string>; headers: Record<string, string> }[] = [
    { form: { grant_type: "client_credentials", client_id, client_secret }, headers: { authorization: "" } },
    { form: { grant_type: "client_credentials" }, headers: { authorization: `Basic ${basic}` } },
  ];
  for (const request of asked) {
    const answer = await management.http.post(token_url, request);
    expect(answer.status(), await answer.text()).toBe(200);
    const { access_token, token_type } = await answer.json();
    expect(token_type).toMatch(/^bearer$/i);
    expectDone(await scim.get("/Users", { authorization: `Bearer ${access_token}` }));
  }
});

rippling("RI-02 ServiceProviderConfig answers the test of the connection", async ({ scim }) => {
  expect(await scim.read("/ServiceProviderConfig")).toMatchObject({ patch: { supported: true } });
});

rippling("RI-03 title, department and manager are set by their paths", async ({ scim }) => {
  const [boss = ""] = await scim.users("boss");
  const { id } = await scim.user("report");
  const values = { title: "T", [`${ENTERPRISE}:department`]: "D", [`${ENTERPRISE}:manager.value`]: boss };
  const operations = Object.entries(values).map(([path, value]) => ({ op: "replace", path, value }));
  expectDone(await scim.patch(`/Users/${id}`, operations));
  expect(await scim.read(`/Users/${id}`)).toMatchObject({
    title: "T",
    [ENTERPRISE]: { department: "D", manager: { value: boss } },
  });
});

rippling("RI-03 members come in a list or as one object, and leave by filter", async ({ scim }) => {
  const [a = "", b = ""] = await scim.users("a", "b");
  const { id } = await scim.group("Team");
  expectDone(await scim.patch(`/Groups/${id}`, [{ op: "add", path: "members", value: [{ value: a }] }]));
  expectDone(await scim.patch(`/Groups/${id}`, [{ op: "add", path: "members", value: { value: b } }]));
  expect(await scim.members(id)).toEqual([a, b].sort());
  expectDone(await scim.patch(`/Groups/${id}`, [{ op: "remove", path: `members[value eq "${a}"]` }]));
  expect(await scim.members(id)).toEqual([b]);
});

rippling("RI-10 a create that is repeated after a failure does not make two", async ({ scim }) => {
  const body = { schemas: [USER], userName: "twice", externalId: "r-1" };
  expect((await scim.post("/Users", body)).status).toBe(201);
  expectError(await scim.post("/Users", body), 409, "uniqueness");
  expect((await scim.list("/Users")).totalResults).toBe(1);
});

cyberark("CY-01 every address that the requirements name answers 200", async ({ scim }) => {
  const addresses = ["/Users?count=1", "/ServiceProviderConfig", "/ResourceTypes/User", "/ResourceTypes/Group"];
  for (const path of [...addresses, `/Schemas/${USER}`, `/Schemas/${GROUP}`, `/Schemas/${ENTERPRISE}`]) {
    expectDone(await scim.get(path));
  }
});

cyberark("CY-10 users change by PUT, groups by PATCH", async ({ scim }) => {
  const { id } = await scim.user("c");
  expect(expectDone(await scim.put(`/Users/${id}`, { schemas: [USER], userName: "d" })).userName).toBe("d");
  const group = await scim.group("Team");
  const operation = { op: "replace", path: "displayName", value: "Crew" };
  expect(expectDone(await scim.patch(`/Groups/${group.id}`, [operation])).displayName).toBe("Crew");
});
