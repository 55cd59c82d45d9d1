import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { addDirectory, serveCounted, type TestDirectory, unique } from "#lib/testing/test-instance.ts";

let database: TestDatabase;
let directory: TestDirectory;
let statements: string[];
let user: string;
let group: string;
beforeAll(async () => {
  database = await openTestPostgres();
  const served = serveCounted(database);
  statements = served.statements;
  directory = await addDirectory(served.services);
});
beforeEach(async () => {
  // The token is known from here on: its look-up is not what is counted.
  user = (await directory.idp.post("/Users", { userName: unique("counted"), title: "Racer" })).body.id;
  group = (await directory.idp.post("/Groups", { displayName: unique("counted"), members: [{ value: user }] })).body.id;
  statements.length = 0;
});
afterAll(() => database.close());

/** A token is looked up again after some seconds, late arrivals are collected, and so is what the planner is told. */
const isBesideRequests = (statement: string) => /from scim_token|with arrived as|^analyze/.test(statement);

const filtered = (filter: string) => `/Users?filter=${encodeURIComponent(filter)}`;
const replace = (path: string, value: unknown) => [{ op: "replace", path, value }];
const others = (count: number) => Array.from({ length: count }, () => ({ value: unique("stranger") }));
const known = () => [{ value: user }];
const add = (value: unknown) => [{ op: "add", path: "members", value }];

describe("a request costs the database no more than", () => {
  test.each<[number, string, number, () => Promise<{ status: number }>]>([
    [1, "reading a user, with groups", 200, () => directory.idp.get(`/Users/${user}`)],
    [1, "reading a group, with members", 200, () => directory.idp.get(`/Groups/${group}`)],
    [1, "a user who is not there", 404, () => directory.idp.get(`/Users/${group}`)],
    [1, "matching by userName", 200, () => directory.idp.get(filtered('userName eq "nobody"'))],
    [
      1,
      "matching by e-mail address",
      200,
      () => directory.idp.get(filtered('emails[type eq "work"].value eq "a@b.c"')),
    ],
    [1, "a page of users", 200, () => directory.idp.get("/Users?startIndex=1&count=100")],
    [1, "a page of groups, with members", 200, () => directory.idp.get("/Groups")],
    [1, "creating a user", 201, () => directory.idp.post("/Users", { userName: unique("new") })],
    [
      1,
      "creating a user whose userName is taken",
      409,
      async () => {
        const { body } = await directory.idp.get(`/Users/${user}`);
        statements.length = 0;
        return directory.idp.post("/Users", { userName: body.userName });
      },
    ],
    [2, "changing a user with PATCH", 200, () => directory.idp.patch(`/Users/${user}`, replace("title", "x"))],
    [1, "a PATCH that changes nothing", 200, () => directory.idp.patch(`/Users/${user}`, replace("title", "Racer"))],
    [2, "changing a user with PUT", 200, () => directory.idp.put(`/Users/${user}`, { userName: unique("put") })],
    [2, "deleting a user", 204, () => directory.idp.delete(`/Users/${user}`)],
    [2, "deleting a group", 204, () => directory.idp.delete(`/Groups/${group}`)],
    [2, "creating an empty group", 201, () => directory.idp.post("/Groups", { displayName: unique("g") })],
    [3, "adding one member", 200, () => directory.idp.patch(`/Groups/${group}`, add(known()))],
    [4, "adding a member who has to wait", 200, () => directory.idp.patch(`/Groups/${group}`, add(others(1)))],
    [4, "adding 500 members who have to wait", 200, () => directory.idp.patch(`/Groups/${group}`, add(others(500)))],
    [
      3,
      "removing a member",
      200,
      () => directory.idp.patch(`/Groups/${group}`, [{ op: "remove", path: `members[value eq "${user}"]` }]),
    ],
    [4, "replacing all members", 200, () => directory.idp.patch(`/Groups/${group}`, replace("members", known()))],
    [
      5,
      "replacing them by some who wait",
      200,
      () => directory.idp.patch(`/Groups/${group}`, replace("members", others(2))),
    ],
    [
      5,
      "renaming a group",
      200,
      () => directory.idp.patch(`/Groups/${group}`, replace("displayName", unique("renamed"))),
    ],
    [0, "the service provider configuration", 200, () => directory.idp.get("/ServiceProviderConfig")],
    [0, "a body that is no JSON", 400, () => directory.idp.post("/Users", "{")],
    [0, "an id that cannot be one of ours", 404, () => directory.idp.get("/Users/me-or-you")],
  ])("%i for %s", async (most, _, status, ask) => {
    expect((await ask()).status).toBe(status);
    const counted = statements.filter((statement) => !isBesideRequests(statement));
    expect(counted.length, counted.join("\n---\n")).toBeLessThanOrEqual(most);
  });

  test("1 for the look-up of a token, once for all requests of some seconds", async () => {
    const served = serveCounted(database);
    const fresh = await addDirectory(served.services);
    served.statements.length = 0;
    await fresh.idp.get("/ServiceProviderConfig");
    await fresh.idp.get("/ServiceProviderConfig");
    expect(served.statements).toHaveLength(1);
  });
});
