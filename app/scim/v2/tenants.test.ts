import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { askScim, patchBody, type ScimReply } from "#lib/testing/scim-client.ts";
import { addDirectory, serve, type TestDirectory } from "#lib/testing/test-instance.ts";

let database: TestDatabase;
let a: TestDirectory;
let b: TestDirectory;
let user: string;
let group: string;
let child: string;
let before: string[];

/** Everything directory A has, as it reads it itself. */
const stateOfA = async () => {
  const paths = [`/Users/${user}`, `/Groups/${group}`, `/Groups/${child}`, "/Users", "/Groups"];
  return Promise.all(paths.map(async (path) => (await a.idp.get(path)).text));
};

beforeAll(async () => {
  database = await openTestPostgres();
  const services = serve(database);
  a = await addDirectory(services);
  // The same organization: the directory is the wall, not the organization.
  b = await addDirectory(services, { organizationId: a.organizationId });
  user = (await a.idp.post("/Users", { userName: "shared", externalId: "ext-a", title: "Secret A" })).body.id;
  child = (await a.idp.post("/Groups", { displayName: "Child of A" })).body.id;
  group = (await a.idp.post("/Groups", { displayName: "Group of A", members: [{ value: user }, { value: child }] }))
    .body.id;
  await b.idp.post("/Groups", { displayName: "Group of B" });
  before = await stateOfA();
});
afterAll(() => database.close());

/** What a caller can see of an answer, with the id it asked for blanked out. */
const visible = ({ status, headers, text }: ScimReply, id: string) => {
  const { "x-request-id": _, ...shown } = Object.fromEntries(headers);
  return { status, headers: shown, text: text.replaceAll(id, "<id>") };
};

const BODIES: Record<string, unknown> = {
  PUT: { userName: "taken-over", displayName: "Taken over", members: [] },
  PATCH: patchBody([{ op: "replace", path: "displayName", value: "Taken over" }]),
};

describe("a token of directory B and what belongs to directory A", () => {
  test.each(
    ["Users", "Groups"].flatMap((type) => ["GET", "HEAD", "PUT", "PATCH", "DELETE"].map((method) => [method, type])),
  )("%s /%s/{id of A} answers byte for byte as for an id that does not exist", async (method = "", type = "") => {
    const ask = (id: string, headers?: Record<string, string>) =>
      askScim(method, `/${type}/${id}`, { token: b.token, body: BODIES[method], headers });
    const theirs = type === "Users" ? user : group;
    const nobodys = v7();
    const answer = visible(await ask(theirs), theirs);
    expect(answer.status).toBe(404);
    expect(answer).toEqual(visible(await ask(nobodys), nobodys));
    const condition = { "if-match": 'W/"1"', "if-none-match": 'W/"1"' };
    expect(visible(await ask(theirs, condition), theirs)).toEqual(visible(await ask(nobodys, condition), nobodys));
  });

  test.each([
    ["remove", () => [{ op: "remove", path: `members[value eq "${user}"]` }]],
    ["add", () => [{ op: "add", path: "members", value: [{ value: user }] }]],
    ["replace", () => [{ op: "replace", path: "members", value: [] }]],
  ])("PATCH %s of members of A's group answers as for a group that does not exist", async (_, operations) => {
    const nobodys = v7();
    const theirs = visible(await b.idp.patch(`/Groups/${group}`, operations()), group);
    expect(theirs).toEqual(visible(await b.idp.patch(`/Groups/${nobodys}`, operations()), nobodys));
  });

  test.each([
    ["/Users", () => `id eq "${user}"`],
    ["/Users", () => 'userName eq "shared"'],
    ["/Users", () => 'externalId eq "ext-a"'],
    ["/Users", () => 'title co "secret"'],
    ["/Users", () => `groups.value eq "${group}"`],
    ["/Users", () => 'not (userName eq "nobody")'],
    ["/Groups", () => `id eq "${group}"`],
    ["/Groups", () => `members.value eq "${user}" or displayName co "of A"`],
  ])("a filter on %s never finds it: %s", async (path, filter) => {
    const { body, status } = await b.idp.get(`${path}?filter=${encodeURIComponent(filter())}`);
    expect([status, body.totalResults, body.Resources]).toEqual([200, 0, []]);
  });

  test("lists hold only what is B's own", async () => {
    const [users, groups] = [await b.idp.get("/Users"), await b.idp.get("/Groups")];
    expect(users.body.totalResults).toBe(0);
    expect(groups.body.Resources?.map(({ displayName }) => displayName)).toEqual(["Group of B"]);
  });

  test("a person or group of A named as a member waits like a stranger and is never shown", async () => {
    const nobodys = v7();
    const join = async (value: string) => {
      const created = await b.idp.post("/Groups", { displayName: `With ${value}`, members: [{ value }] });
      const patched = await b.idp.patch(`/Groups/${created.body.id}`, [
        { op: "add", path: "members", value: [{ value }] },
      ]);
      return [created.status, created.body.members, patched.status, patched.body.members];
    };
    const asForNobody = await join(nobodys);
    expect(await join(user)).toEqual(asForNobody);
    expect(await join(group)).toEqual(asForNobody);
    expect(asForNobody).toEqual([201, [], 200, []]);
  });

  test("the same userName and displayName are free in B, and what happens to them there does not reach A", async () => {
    const mine = await b.idp.post("/Users", { userName: "SHARED", externalId: "ext-a" });
    const ours = await b.idp.post("/Groups", { displayName: "group OF a", members: [{ value: "ext-a" }] });
    expect([mine.status, ours.status]).toEqual([201, 201]);
    expect((await b.idp.delete(`/Users/${mine.body.id}`)).status).toBe(204);
  });

  test("after all of this A is what it was", async () => {
    expect(await stateOfA()).toEqual(before);
  });
});
