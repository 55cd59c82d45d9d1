import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { prefixedId } from "#lib/directory/prefixed-id.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { addDirectory, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";

/* PGlite has one connection, so nothing here could go wrong on it: PostgreSQL only. */

let database: TestDatabase;
let directory: TestDirectory;
beforeAll(async () => {
  database = await openTestPostgres();
  directory = await addDirectory(serve(database));
});
afterAll(() => database.close());

const times = <Result>(count: number, work: (index: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const statusesOf = (replies: { status: number }[]) => replies.map(({ status }) => status).sort();
const repeated = (count: number, status: number) => Array<number>(count).fill(status);

const newUser = async (over: JsonObject = {}) =>
  (await directory.idp.post("/Users", { userName: unique("racer"), ...over })).body.id;
const newGroup = async (members: string[] = []) => {
  const body = { displayName: unique("race"), members: members.map((value) => ({ value })) };
  return (await directory.idp.post("/Groups", body)).body.id;
};
const membersOf = async (group: string) => {
  const { body } = await directory.idp.get(`/Groups/${group}`);
  return ((body.members ?? []) as JsonObject[]).map(({ value }) => String(value)).sort();
};
const add = (...ids: string[]) => ({ op: "add", path: "members", value: ids.map((value) => ({ value })) });
const remove = (id: string) => ({ op: "remove", path: `members[value eq "${id}"]` });

describe("changes at the same moment", () => {
  test("20 parallel adds of different members to one group all get in", async () => {
    const group = await newGroup();
    const users = await times(20, () => newUser());
    const replies = await times(20, (n) => directory.idp.patch(`/Groups/${group}`, [add(users[n] ?? "")]));
    expect(statusesOf(replies)).toEqual(repeated(20, 200));
    expect(await membersOf(group)).toEqual(users.sort());
  });

  test("parallel adds of the same members put each in once", async () => {
    const group = await newGroup();
    const users = await times(5, () => newUser());
    const replies = await times(12, (n) =>
      directory.idp.patch(`/Groups/${group}`, [add(...(n % 2 ? users : [...users].reverse()))]),
    );
    expect(statusesOf(replies)).toEqual(repeated(12, 200));
    expect(await membersOf(group)).toEqual(users.sort());
    const added = await database.sql.query(
      "select from event where type = 'dsync.group.user_added' and data -> 'group' ->> 'id' = $1",
      [prefixedId("directory_group", group)],
    );
    expect(added).toHaveLength(5);
  });

  test("of 10 parallel creations of one user exactly one succeeds, nine are told uniqueness", async () => {
    const userName = unique("Twin");
    const replies = await times(10, (n) =>
      directory.idp.post("/Users", { userName: n % 2 ? userName : userName.toUpperCase() }),
    );
    expect(statusesOf(replies)).toEqual([201, ...repeated(9, 409)]);
    const refused = replies.filter(({ status }) => status === 409);
    expect(refused.every(({ body }) => body.scimType === "uniqueness")).toBe(true);
    const found = await directory.idp.get(`/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
    expect(found.body.totalResults).toBe(1);
  });

  test("of 10 parallel creations of one group exactly one succeeds", async () => {
    const displayName = unique("Twins");
    const replies = await times(10, () => directory.idp.post("/Groups", { displayName }));
    expect(statusesOf(replies)).toEqual([201, ...repeated(9, 409)]);
  });

  test("20 parallel changes of different attributes of one user all survive", async () => {
    const id = await newUser();
    const path = (n: number) => `urn:acme:2.0:User:field${n}`;
    const replies = await times(20, (n) =>
      directory.idp.patch(`/Users/${id}`, [{ op: "replace", path: path(n), value: `v${n}` }]),
    );
    expect(statusesOf(replies)).toEqual(repeated(20, 200));
    const { body } = await directory.idp.get(`/Users/${id}`);
    const expected = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`field${n}`, `v${n}`]));
    expect(body["urn:acme:2.0:User"]).toEqual(expected);
  });

  test("of 50 parallel PUTs with the same If-Match one is taken, 49 are told 412", async () => {
    const userName = unique("matched");
    const { body, headers } = await directory.idp.post("/Users", { userName });
    const conditional = { headers: { "if-match": headers.get("etag") ?? "" } };
    const replies = await times(50, (n) =>
      directory.idp.put(`/Users/${body.id}`, { userName, title: `title ${n}` }, conditional),
    );
    expect(statusesOf(replies)).toEqual([200, ...repeated(49, 412)]);
    const winner = replies.findIndex(({ status }) => status === 200);
    const now = await directory.idp.get(`/Users/${body.id}`);
    expect(now.body.title).toBe(`title ${winner}`);
    expect(now.headers.get("etag")).toBe('W/"2"');
  });

  test("parallel replacements of all members end with exactly one of the sets", async () => {
    const users = await times(12, () => newUser());
    const sets = [users.slice(0, 4), users.slice(4, 8), users.slice(8), users.slice(2, 6), []];
    const group = await newGroup(users.slice(0, 2));
    const { body: before } = await directory.idp.get(`/Groups/${group}`);
    const replies = await times(15, (n) => {
      const members = sets[n % sets.length]?.map((value) => ({ value }));
      return directory.idp.put(`/Groups/${group}`, { displayName: before.displayName, members });
    });
    expect(statusesOf(replies)).toEqual(repeated(15, 200));
    expect(sets.map((set) => [...set].sort())).toContainEqual(await membersOf(group));
  });

  test("crossing changes of two groups and of the people in them never fail", async () => {
    const users = await times(6, () => newUser());
    const groups = [await newGroup(users), await newGroup(users), await newGroup(["crossing-ext", ...users])];
    const replies = await times(60, (n) => {
      const group = groups[n % 3];
      const user = users[n % 6] ?? "";
      if (n === 30) return directory.idp.post("/Users", { userName: unique("x"), externalId: "crossing-ext" });
      if (n === 45) return directory.idp.delete(`/Users/${users[5]}`);
      const operations = n % 2 ? [add(...users), remove(user)] : [remove(user), add(...[...users].reverse())];
      return directory.idp.patch(`/Groups/${group}`, operations);
    });
    const failed = replies.filter(({ status }) => ![200, 201, 204].includes(status));
    expect(failed.map(({ text }) => text)).toEqual([]);
  });

  test("C18: of two halves of a cycle of groups that are added at once, one is refused", async () => {
    for (let round = 0; round < 10; round++) {
      const [one, two] = [await newGroup(), await newGroup()];
      const replies = await Promise.all([
        directory.idp.patch(`/Groups/${one}`, [add(two)]),
        directory.idp.patch(`/Groups/${two}`, [add(one)]),
      ]);
      expect(statusesOf(replies)).toEqual([200, 400]);
      expect([...(await membersOf(one)), ...(await membersOf(two))]).toHaveLength(1);
    }
  });

  test("C18: a half that is written while the other is not committed yet waits for it, and is refused", async () => {
    const [one, two] = [await newGroup(), await newGroup()];
    let late: ReturnType<typeof directory.idp.patch> | undefined;
    await database.sql.transaction(async (sql) => {
      await sql.query("insert into directory_subgroup values ($1, $2::uuid, $3::uuid, now())", [
        directory.directoryId,
        one,
        two,
      ]);
      late = directory.idp.patch(`/Groups/${two}`, [add(one)]);
      const waiting = "select count(*)::int as count from pg_locks where locktype = 'advisory' and not granted";
      const count = async () => (await database.sql.query<{ count: number }>(waiting))[0]?.count;
      await expect.poll(count, { timeout: 10_000 }).toBe(1);
    });
    expect(await late).toMatchObject({ status: 400, body: { scimType: "invalidValue" } });
    expect(await membersOf(two)).toEqual([]);
  });

  test("changes of a group that is being deleted are answered 200 or 404", async () => {
    const group = await newGroup();
    const replies = await times(20, (n) =>
      n === 8 ? directory.idp.delete(`/Groups/${group}`) : directory.idp.patch(`/Groups/${group}`, [add(`waits-${n}`)]),
    );
    const others = replies.filter(({ status }) => ![200, 204, 404].includes(status));
    expect(others.map(({ text }) => text)).toEqual([]);
    expect((await directory.idp.get(`/Groups/${group}`)).status).toBe(404);
  });

  test("a parallel deletion and change of one user leave no membership behind", async () => {
    const id = await newUser();
    const group = await newGroup([id]);
    const replies = await times(10, (n) =>
      n === 4
        ? directory.idp.delete(`/Users/${id}`)
        : directory.idp.patch(`/Users/${id}`, [{ op: "replace", path: "title", value: `t${n}` }]),
    );
    expect(replies.every(({ status }) => [200, 204, 404].includes(status))).toBe(true);
    expect(await membersOf(group)).toEqual([]);
    const left = await database.sql.query("select active from member where directory_user_id = $1::uuid", [id]);
    expect(left).toEqual([{ active: false }]);
  });
});
