/** Values at the edge of what may be sent, each of which once slipped past what reads the ordinary ones. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "#lib/db/database.ts";
import { getRoles, saveRoles } from "#lib/directory/mapping/roles.ts";
import type { Services } from "#lib/http/services.ts";
import { expectError } from "#lib/testing/expect-scim-error.ts";
import { openTestEmbedded, openTestPostgres } from "#lib/testing/open-test-database.ts";
import type { ScimReply } from "#lib/testing/scim-client.ts";
import { addDirectory, operator, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
function expectRefused(reply: ScimReply, scimType: string) {
  expectError(reply, 400);
  expect(reply.body.scimType).toBe(scimType);
}
const text = (length: number) => randomBytes(length).toString("base64url").slice(0, length);

describe.each([
  ["the embedded database", openTestEmbedded],
  ["PostgreSQL", openTestPostgres],
])("values at the edge on %s", (_, open) => {
  let database: Database;
  let services: Services;
  let directory: TestDirectory;
  beforeAll(async () => {
    database = await open();
    services = serve(database);
    directory = await addDirectory(services);
  });
  afterAll(() => database.close());

  const add = async (attributes: object = {}) =>
    (await directory.idp.post("/Users", { userName: unique("edge"), ...attributes })).body.id;
  const patch = (id: string, ...operations: object[]) => directory.idp.patch(`/Users/${id}`, operations);
  const read = async (id: string) => (await directory.idp.get(`/Users/${id}`)).body;

  test.each([[[null]], [[""]]])("active made %j lets nobody in again", async (value) => {
    const id = await add({ active: false });
    for (const operation of [
      { op: "replace", path: "active", value },
      { op: "replace", value: { active: value } },
    ]) {
      expectRefused(await patch(id, operation), "invalidValue");
    }
    expect((await read(id)).active).toBe(false);
  });

  test.each([[[null]], [[""]]])("a required name made %j stays", async (value) => {
    const id = await add();
    expectRefused(await patch(id, { op: "replace", path: "userName", value }), "invalidValue");
    const group = (await directory.idp.post("/Groups", { displayName: unique("edge") })).body.id;
    const emptied = await directory.idp.patch(`/Groups/${group}`, [{ op: "replace", path: "displayName", value }]);
    expectRefused(emptied, "invalidValue");
  });

  test.each([null, ""])("a manager whose value is made %j leaves nothing behind", async (value) => {
    const manager = { value: "1", $ref: "https://rollcall.test/scim/v2/Users/1" };
    const id = await add({ [ENTERPRISE]: { manager, department: "Research" } });
    await patch(id, { op: "replace", path: `${ENTERPRISE}:manager`, value: { value } });
    expect((await read(id))[ENTERPRISE]).toEqual({ department: "Research" });
  });

  test("what a filter in a path says is held to what a body is held to", async () => {
    const id = await add();
    const path = 'emails[value eq "\\"a@x.com\\"@evil.com"].type';
    expectRefused(await patch(id, { op: "add", path, value: "work" }), "invalidValue");
    expect((await patch(id, { op: "add", path: 'emails[value eq "a@x.com"].type', value: "work" })).status).toBe(200);
    expect((await read(id)).emails).toMatchObject([{ value: "a@x.com", type: "work" }]);
  });

  test("a name of any length is taken; lists go by its beginning", async () => {
    const givenName = text(3_000);
    expect((await read(await add({ name: { givenName } }))).name).toMatchObject({ givenName });
  });

  test.each([2_046, 2_047, 4_000])("nobody's address begins with %i letters", async (length) => {
    for (const path of ["emails.value", "emails"]) {
      const filter = encodeURIComponent(`${path} sw "${"a".repeat(length)}"`);
      expect((await directory.idp.get(`/Users?filter=${filter}`)).body).toMatchObject({ totalResults: 0 });
    }
  });

  test("a person does not grow without end", async () => {
    const id = await add();
    const grow = (n: number) => patch(id, { op: "add", path: `urn:acme:2.0:User:part${n}`, value: text(400_000) });
    expect([(await grow(1)).status, (await grow(2)).status]).toEqual([200, 200]);
    expectRefused(await grow(3), "invalidValue");
  });

  test("many operations on a person with many values are refused before they hold anybody up", async () => {
    const emails = Array.from({ length: 1_000 }, (_, n) => ({ value: `p${n}@x.example` }));
    const id = await add({ emails });
    const operations = Array.from({ length: 500 }, (_, n) => ({
      op: "add",
      path: "emails",
      value: [{ value: `p${n}@x.example`, display: "P" }],
    }));
    expectRefused(await patch(id, ...operations), "tooMany");
    expect((await patch(id, ...operations.slice(0, 50))).status).toBe(200);
  });

  test("a group inside another that is deleted gives the other a new version", async () => {
    const inner = (await directory.idp.post("/Groups", { displayName: unique("inner") })).body.id;
    const members = [{ value: inner, type: "Group" }];
    const outer = (await directory.idp.post("/Groups", { displayName: unique("outer"), members })).body.id;
    const before = (await directory.idp.get(`/Groups/${outer}`)).headers.get("etag") ?? "";
    await directory.idp.delete(`/Groups/${inner}`);
    const after = await directory.idp.get(`/Groups/${outer}`, { headers: { "if-none-match": before } });
    expect(after.status).toBe(200);
    expect(after.body.members).toEqual([]);
  });

  test("groups that were read a moment too early give no role back", async () => {
    const ctx = operator(services);
    const rule = { kind: "group" as const, group: { id: null, name: "Edge admins" }, role: "org:admin" };
    const { version } = await getRoles(ctx, directory.directoryId);
    const rules = { basedOn: version, policy: "first" as const, rules: [rule], defaultRole: "org:member" };
    await saveRoles(ctx, directory.directoryId, { ...rules, apply: "now" });
    const id = await add();
    const members = [{ value: id }, { value: await add() }];
    const group = (await directory.idp.post("/Groups", { displayName: "Edge admins", members })).body.id;
    const early = await read(id);
    await directory.idp.patch(`/Groups/${group}`, [{ op: "remove", path: `members[value eq "${id}"]` }]);
    expect((await directory.idp.put(`/Users/${id}`, early)).status).toBe(200);
    const member = await database.prisma.member.findFirst({ where: { directoryUserId: id } });
    expect(member?.role).toBe("org:member");
  });
});
