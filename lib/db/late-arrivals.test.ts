import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { IdpDirectory } from "#lib/directory/context.ts";
import { foldCase } from "#lib/scim/fold-case.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { type StoreWorld, storeWorld } from "#lib/testing/store-world.ts";
import { ATTACH_ARRIVED } from "./late-arrivals.ts";

/* PGlite runs one statement at a time, so nobody can pass anybody there: PostgreSQL only. */

let database: TestDatabase;
let world: StoreWorld;
let here: IdpDirectory;
let blocker: Client;
beforeAll(async () => {
  database = await openTestPostgres();
  world = storeWorld(database);
  here = await world.addDirectory();
  blocker = new Client({ connectionString: database.url });
  await blocker.connect();
});
afterAll(async () => {
  await blocker.end();
  await database.close();
});

/** Until a statement, which has looked at the tables already, waits for what the blocker holds. */
const untilBlocked = () =>
  vi.waitFor(async () => {
    // Not over the blocker: within a transaction the view does not change.
    const statement = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    expect(await database.sql.query(statement)).not.toHaveLength(0);
  }, 20_000);

/** Holds up the arrival of a person with this userName, behind its look at who is waiting. */
async function holdArrival(userName: string) {
  await blocker.query("begin");
  await blocker.query(
    `insert into directory_user (directory_id, id, user_name, user_name_key, active, resource, search, version, created_at, updated_at)
     values ($1, gen_random_uuid(), $2, $3, true, '{}', '{}', 1, now(), now())`,
    [here.id, userName, foldCase(userName)],
  );
}

/** Holds up a group write that leaves this value waiting, behind its look at who is there. */
async function holdWaiting(group: string, value: string) {
  await blocker.query("begin");
  await blocker.query(
    "insert into waiting_member (directory_id, group_id, value_key, value, since) values ($1, $2, $3, $4, now())",
    [here.id, group, foldCase(value), value],
  );
}

const joined = async (user: string) =>
  (await world.traces(here)).events.filter((e) => e.type === "dsync.group.user_added" && e.subject_id === user).length;
const versionOf = async (group: string) => (await world.groups.find(here.id, group, { members: false }))?.version;

const KINDS: [string, (name: string) => { value: string; who: { userName: string; [name: string]: unknown } }][] = [
  ["userName", (name) => ({ value: name.toUpperCase(), who: { userName: name } })],
  ["externalId", (name) => ({ value: `ext-${name}`, who: { userName: name, externalId: `ext-${name}` } })],
  [
    "e-mail address",
    (name) => ({ value: `${name}@X.example`, who: { userName: name, emails: [{ value: `${name}@x.example` }] } }),
  ],
];

describe.each(KINDS)("somebody named by %s who arrives while a group is told of them is a member", (kind, named) => {
  const name = (what: string) => `${what}-${kind.slice(0, 4)}`;

  test("when the arrival has looked before the group write is there, and commits after it", async () => {
    const { value, who } = named(name("slow"));
    const group = await world.addGroup(here, { displayName: name("Slow") });
    await holdArrival(who.userName);
    const arriving = world.addUser(here, who as never);
    await untilBlocked();
    await world.changeMembers(here, group, { add: [value] });
    expect(await world.waiting(here, group)).toEqual([value]);
    await blocker.query("rollback");
    const user = await arriving;
    await world.users.settled();
    expect([await world.members(here, group), await world.waiting(here, group)]).toEqual([[user], []]);
    expect([await joined(user), await versionOf(group)]).toEqual([1, 2]);
  });

  test("when the group write has looked before the arrival is there, and commits after it", async () => {
    const { value, who } = named(name("fast"));
    const group = await world.addGroup(here, { displayName: name("Fast") });
    await holdWaiting(group, value);
    const writing = world.changeMembers(here, group, { add: [value] });
    await untilBlocked();
    const user = await world.addUser(here, who as never);
    await world.users.settled();
    await blocker.query("rollback");
    expect(await writing).toMatchObject({ version: 2, changed: true });
    expect([await world.members(here, group), await world.waiting(here, group)]).toEqual([[user], []]);
    expect([await joined(user), await versionOf(group)]).toEqual([1, 2]);
  });

  test("when the person is there and is only now given what they are waited for by", async () => {
    const { value, who } = named(name("renamed"));
    const user = await world.addUser(here, { userName: name("earlier") });
    const group = await world.addGroup(here, { displayName: name("Renamed") });
    await holdArrival(who.userName);
    const renaming = world.updateUser(here, user, 1, who as never);
    await untilBlocked();
    await world.changeMembers(here, group, { add: [value] });
    await blocker.query("rollback");
    expect(await renaming).toBe(true);
    await world.users.settled();
    expect([await world.members(here, group), await world.waiting(here, group)]).toEqual([[user], []]);
  });
});

test("a new group that is told of somebody who is arriving has them", async () => {
  await holdArrival("newcomer");
  const arriving = world.addUser(here, { userName: "newcomer" });
  await untilBlocked();
  const group = await world.addGroup(here, { displayName: "New" }, ["newcomer", "never"]);
  await blocker.query("rollback");
  const user = await arriving;
  await world.users.settled();
  expect([await world.members(here, group), await world.waiting(here, group)]).toEqual([[user], ["never"]]);
});

test("whoever was renamed again meanwhile is not attached by the name they no longer have", async () => {
  let letThrough = () => {};
  const gate = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  const held = storeWorld({
    ...database,
    sql: {
      ...database.sql,
      query: async (text, parameters) => {
        if (text === ATTACH_ARRIVED) await gate;
        return database.sql.query(text, parameters);
      },
    },
  });
  const user = await held.addUser(here, { userName: "former" });
  await held.updateUser(here, user, 1, { userName: "latter" });
  const group = await world.addGroup(here, { displayName: "Former name" }, ["former"]);
  letThrough();
  await held.users.settled();
  expect([await world.members(here, group), await world.waiting(here, group)]).toEqual([[], ["former"]]);
});

test("among 300 arrivals and group writes at the same moment nobody is left waiting, doubled or counted twice", async () => {
  const directory = await world.addDirectory();
  const groups: string[] = [];
  for (let n = 0; n < 3; n++) groups.push(await world.addGroup(directory, { displayName: `Storm ${n}` }));
  const names = Array.from({ length: 100 }, (_, n) => `storm-${n}`);
  const namedIn = (name: string, n: number) => (n % 3 === 0 ? name : n % 3 === 1 ? `ext-${name}` : `${name}@x.example`);
  const whoIs = (name: string) => ({
    userName: name,
    externalId: `ext-${name}`,
    emails: [{ value: `${name}@x.example` }],
  });
  await Promise.all(
    names.flatMap((name, n) => {
      const add = [namedIn(name, n)];
      const works = [
        () => world.addUser(directory, whoIs(name)),
        () => world.changeMembers(directory, groups[n % 3] ?? "", { add }),
        () => world.changeMembers(directory, groups[(n + 1) % 3] ?? "", { add }),
      ];
      return [0, 1, 2].map((turn) => works[(turn + n) % 3]?.());
    }),
  );
  await world.users.settled();
  const members = await Promise.all(groups.map((group) => world.members(directory, group)));
  const waiting = await Promise.all(groups.map((group) => world.waiting(directory, group)));
  expect(waiting).toEqual([[], [], []]);
  expect(members.flat()).toHaveLength(200);
  const { events } = await world.traces(directory);
  expect(events.filter(({ type }) => type === "dsync.group.user_added")).toHaveLength(200);
}, 60_000);

test("a look that fails fails nobody: the write has been made", async () => {
  const failing = storeWorld({
    ...database,
    sql: {
      ...database.sql,
      query: (text, parameters) =>
        text.includes("value_key = any($6") || text === ATTACH_ARRIVED
          ? Promise.reject(new Error("the database went away"))
          : database.sql.query(text, parameters),
    },
  });
  const group = await failing.addGroup(here, { displayName: "Unlucky" }, ["unlucky"]);
  const user = await failing.addUser(here, { userName: "other-unlucky" });
  expect(await failing.changeMembers(here, group, { add: [user, "nobody-yet"] })).toMatchObject({ changed: true });
  await failing.users.settled();
  expect(await failing.members(here, group)).toEqual([user]);
});
