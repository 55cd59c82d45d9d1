import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { IdpDirectory } from "#lib/directory/context.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { storeWorld } from "#lib/testing/store-world.ts";
import type { Sql } from "./sql.ts";

const REFUSED = "no time";
let database: TestDatabase;
let world: ReturnType<typeof storeWorld>;
let here: IdpDirectory;
/** Statements of a transaction that wait for their answers: the most at once, and how many were left when it ended. */
let mostAtOnce = 0;
let leftBehind: number[] = [];

function watched(sql: Sql): Sql {
  return {
    ...sql,
    transaction: (work) =>
      sql.transaction(async (inside) => {
        let underWay = 0;
        const query: Sql["query"] = async (text, parameters) => {
          underWay += 1;
          mostAtOnce = Math.max(mostAtOnce, underWay);
          // A refusal is known at once, and every other answer later.
          const refused = inside.query<never>(text, parameters);
          await refused.catch(() => {});
          await pause(parameters?.includes(REFUSED) ? 0 : 20);
          underWay -= 1;
          return refused;
        };
        return work({ ...inside, query }).finally(() => leftBehind.push(underWay));
      }),
  };
}

beforeAll(async () => {
  database = await openTestPostgres();
  world = storeWorld({ ...database, sql: watched(database.sql) });
  here = await world.addDirectory();
});
afterAll(() => database.close());
beforeEach(() => {
  mostAtOnce = 0;
  leftBehind = [];
});

const addPeople = (names: readonly string[]) => Promise.all(names.map((userName) => world.addUser(here, { userName })));

test("changes of one group that arrive together do not wait for each other's answers", async () => {
  const people = await addPeople(["Ada", "Ben", "Cyd", "Dan", "Eve", "Fay"]);
  const group = await world.addGroup(here, { displayName: "Busy" });
  await Promise.all(people.map((id) => world.changeMembers(here, group, { add: [id] })));
  expect(mostAtOnce).toBeGreaterThanOrEqual(3);
  expect(await world.members(here, group)).toEqual(people.toSorted());
});

test("nothing of them is under way any more when one is refused and all of them are taken back", async () => {
  const people = await addPeople(["Gil", "Hal", "Ida", "Jan", "Kim"]);
  const group = await world.addGroup(here, { displayName: "Outer" });
  const changes = people.map((id, index) =>
    world.changeMembers(here, group, { add: [id] }, index === 0 ? { at: REFUSED as unknown as Date } : {}),
  );
  const answers = await Promise.allSettled(changes);
  expect(answers.map(({ status }) => status)).toEqual(["rejected", ...people.slice(1).map(() => "fulfilled")]);
  expect(mostAtOnce).toBeGreaterThanOrEqual(3);
  expect(leftBehind.every((left) => left === 0)).toBe(true);
  expect(await world.members(here, group)).toEqual(people.slice(1).toSorted());
});
