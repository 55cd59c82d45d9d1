import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "#lib/scim/resource.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import type { ScimReply } from "#lib/testing/scim-client.ts";
import { addDirectory, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";

/* Members that nobody answers to yet, and the answer to the write that makes somebody answer. */

let database: TestDatabase;
let idp: TestDirectory["idp"];
beforeAll(async () => {
  database = await openTestPostgres();
  ({ idp } = await addDirectory(serve(database), { provider: "generic" }));
});
afterAll(() => database.close());

const groupWaitingFor = async (value: string) =>
  (await idp.post("/Groups", { displayName: unique("Group"), members: [{ value }] })).body.id;
const groupsIn = ({ body }: ScimReply) => (body.groups as JsonObject[]).map(({ value }) => value);

describe("an answer to a write shows the groups that the write brought", () => {
  test("a new person's", async () => {
    const externalId = unique("hr");
    const group = await groupWaitingFor(externalId);
    const created = await idp.post("/Users", { userName: unique("new"), externalId });
    expect(groupsIn(created)).toEqual([group]);
  });

  test.each([
    ["externalId", (value: string) => ({ externalId: value })],
    ["userName, in another letter case", (value: string) => ({ userName: value.toUpperCase() })],
    ["e-mail address", (value: string) => ({ emails: [{ value, primary: true }] })],
  ])("a person's who is known by another %s from now on, by PATCH and by PUT", async (_what, attributes) => {
    const before = (await idp.post("/Users", { userName: unique("known") })).body;
    const first = await groupWaitingFor("first@x.example");
    const patched = await idp.patch(`/Users/${before.id}`, [{ op: "replace", value: attributes("first@x.example") }]);
    expect(groupsIn(patched)).toEqual([first]);
    const second = await groupWaitingFor("second@x.example");
    const put = await idp.put(`/Users/${before.id}`, { userName: before.userName, ...attributes("second@x.example") });
    expect(groupsIn(put)).toEqual([first, second]);
    expect(groupsIn(await idp.get(`/Users/${before.id}`))).toEqual([first, second]);
    await idp.delete(`/Users/${before.id}`);
  });
});
