import { expect, expectDone, PATCH_OP, SCIM, speaking, USER } from "./wire.ts";

const test = speaking({ provider: "onelogin", headers: { "user-agent": "", "content-type": SCIM } });

test("OL-01 a filter with plus signs and a trailing ampersand is read", async ({ scim }) => {
  expect((await scim.list("/Users?filter=userName+eq+%22x%40y%22&")).totalResults).toBe(0);
  await scim.user("x@y");
  expect((await scim.list("/Users?filter=userName+eq+%22x%40y%22&")).totalResults).toBe(1);
  await scim.user("a+b@x");
  expect((await scim.list("/Users?filter=userName+eq+%22a%2Bb@x%22&")).totalResults).toBe(1);
});

test("OL-02 whatever schemas the template names, and with nulls in it, the answer has the right ones", async ({
  scim,
}) => {
  const templates = [
    ["urn:scim:schemas:core:2.0", "urn:scim:schemas:extension:enterprise:2.0"],
    ["urn:scim:schemas:core:1.0"],
    undefined,
  ];
  for (const [index, schemas] of templates.entries()) {
    const nulls = { title: null, name: { givenName: "A", familyName: null }, phoneNumbers: null };
    const { status, body } = await scim.post("/Users", { schemas, userName: `template-${index}`, ...nulls });
    expect(status).toBe(201);
    expect(body).toMatchObject({ schemas: [USER], name: { givenName: "A" } });
  }
});

test("OL-03 PUT with a question mark at the end is the same PUT", async ({ scim }) => {
  const { id } = await scim.user("put");
  expect(expectDone(await scim.put(`/Users/${id}?`, { userName: "put", title: "T" })).title).toBe("T");
});

test("OL-04 B-13 members are added to a group at an address with a question mark", async ({ scim }) => {
  const [ada = ""] = await scim.users("ada");
  const { id } = await scim.group("Role");
  expectDone(await scim.patch(`/Groups/${id}?`, [{ op: "add", path: "members", value: [{ value: ada }] }]));
  expect(await scim.members(id)).toEqual([ada]);
});

test("OL-05 B-18 a PATCH needs no schemas, and any list of them will do", async ({ scim }) => {
  const { id } = await scim.user("patched");
  const forms = [undefined, null, [], ["urn:scim:schemas:core:1.0"], ["urn:scim:api:messages:2.0:PatchOp"], [PATCH_OP]];
  for (const [index, schemas] of forms.entries()) {
    const Operations = [{ op: "replace", path: "title", value: `T${index}` }];
    expect(expectDone(await scim.send("PATCH", `/Users/${id}`, { schemas, Operations })).title).toBe(`T${index}`);
  }
});

test("OL-10 suspending works by PUT and by PATCH, and deleting by DELETE", async ({ scim }) => {
  const { id } = await scim.user("leaver");
  expect(expectDone(await scim.put(`/Users/${id}?`, { userName: "leaver", active: false })).active).toBe(false);
  expect(expectDone(await scim.patch(`/Users/${id}?`, [{ op: "replace", value: { active: true } }])).active).toBe(true);
  expect((await scim.delete(`/Users/${id}?`)).status).toBe(204);
});

test("OL-11 groups are listed for the import of roles", async ({ scim }) => {
  const { id } = await scim.group("Role");
  expect(await scim.list("/Groups")).toMatchObject({ totalResults: 1, Resources: [{ id, displayName: "Role" }] });
});
