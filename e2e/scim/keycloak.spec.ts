import { expect, expectDone, GROUP, speaking, USER } from "./wire.ts";

const test = speaking({ provider: "generic" });

test("KC-01 members by relative $ref, an e-mail without a type and roles by value are taken", async ({ scim }) => {
  const emails = [{ value: "k@example.test" }];
  const roles = [{ value: "admin" }];
  const { id } = await scim.user("keycloak", { externalId: "kc-user", emails, roles });
  expect(await scim.read(`/Users/${id}`)).toMatchObject({ externalId: "kc-user", emails, roles });
  const members = [{ value: id, $ref: `Users/${id}` }];
  const group = await scim.post("/Groups", { schemas: [GROUP], externalId: "kc-group", displayName: "EPD", members });
  expect(group.status).toBe(201);
  expect(await scim.members(group.body.id)).toEqual([id]);
});

test("KC-02 KC-03 members, name and externalId are replaced in one PATCH, and a bare remove empties", async ({
  scim,
}) => {
  const [a = "", b = ""] = await scim.users("a", "b");
  const { id } = await scim.group("EPD", [a]);
  const operations = [
    { op: "replace", path: "members", value: [{ value: b, $ref: `Users/${b}` }] },
    { op: "replace", path: "displayName", value: "Renamed" },
    { op: "replace", path: "externalId", value: "kc" },
  ];
  expectDone(await scim.patch(`/Groups/${id}`, operations));
  expect(await scim.read(`/Groups/${id}`)).toMatchObject({ displayName: "Renamed", externalId: "kc" });
  expect(await scim.members(id)).toEqual([b]);
  for (const remove of [
    { op: "remove", path: "members" },
    { op: "remove", path: "members", value: null },
  ]) {
    expectDone(await scim.patch(`/Groups/${id}`, [{ op: "add", path: "members", value: [{ value: a }] }]));
    expectDone(await scim.patch(`/Groups/${id}`, [remove, { op: "replace", path: "displayName", value: "Empty" }]));
    expect(await scim.members(id)).toEqual([]);
  }
});

test("KC-04 a value that is JSON text is parsed", async ({ scim }) => {
  const { id } = await scim.group("Before");
  const value = JSON.stringify({ schemas: [GROUP], displayName: "EPD" });
  expect(expectDone(await scim.patch(`/Groups/${id}`, [{ op: "replace", value }])).displayName).toBe("EPD");
});

test("KC-05 a user with groups, direct roles and empty lists for all else is put back", async ({ scim }) => {
  const { id } = await scim.user("suvera", { roles: [{ value: "r", type: "direct" }] });
  await scim.group("Team", [id]);
  const whole = await scim.read(`/Users/${id}`);
  const empties = Object.fromEntries(
    ["emails", "phoneNumbers", "ims", "photos", "addresses", "entitlements", "x509Certificates"].map((name) => [
      name,
      [],
    ]),
  );
  const after = expectDone(await scim.put(`/Users/${id}`, { ...whole, ...empties }));
  expect(after).toMatchObject({ schemas: [USER], userName: "suvera", roles: whole.roles, groups: whole.groups });
});

test("KC-06 a group needs only its name, after discovery that names its schemas", async ({ scim }) => {
  for (const { schemas } of (await scim.list("/Schemas")).Resources) expect(schemas).toHaveLength(1);
  for (const { schemas, id } of (await scim.list("/ResourceTypes")).Resources) {
    expect([schemas.length, typeof id]).toEqual([1, "string"]);
  }
  expect((await scim.read("/ServiceProviderConfig")).schemas).toHaveLength(1);
  expect((await scim.post("/Groups", { displayName: "Bare" })).status).toBe(201);
});
