import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import type { Sql } from "./sql.ts";
import { together } from "./together.ts";

let database: TestDatabase;
let sql: Sql;
let asked: number;
beforeAll(async () => {
  database = await openTestPostgres();
});
afterAll(() => database.close());
beforeEach(() => {
  asked = 0;
  sql = {
    ...database.sql,
    query: (text, parameters) => {
      asked += 1;
      return database.sql.query(text, parameters);
    },
  };
});

const DIVISORS = "select $1::text as of, n from generate_series(1, 12) n where $2::text::int % n = 0 order by n desc";
const divisors = (of: number) => together<{ of: string; n: number }>(sql, DIVISORS, [`no ${of}`, String(of)]);

test("look-ups that arrive together are one statement, and each gets its own rows in their order", async () => {
  const numbers = [12, 7, 0, 12, 5, 1];
  const found = await Promise.all(numbers.map(divisors));
  expect(asked).toBe(1);
  const expected = numbers.map((of) =>
    [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1].filter((n) => of % n === 0).map((n) => ({ of: `no ${of}`, n })),
  );
  expect(found).toEqual(expected);
});

test("who is alone is asked for by the statement as it stands", async () => {
  expect(await divisors(7)).toEqual([
    { of: "no 7", n: 7 },
    { of: "no 7", n: 1 },
  ]);
  expect(asked).toBe(1);
});

test("what the database refuses fails nobody but the one who asked for it", async () => {
  const bad = together(sql, DIVISORS, ["bad", "no number"]);
  const [first, refused, last] = await Promise.allSettled([divisors(2), bad, divisors(3)]);
  expect(first).toMatchObject({ status: "fulfilled", value: [{ n: 2 }, { n: 1 }] });
  expect(refused).toMatchObject({ status: "rejected", reason: { code: "22P02" } });
  expect(last).toMatchObject({ status: "fulfilled", value: [{ n: 3 }, { n: 1 }] });
});

test("null is a value like any other", async () => {
  const text = "select $1::text is null as missing";
  const found = await Promise.all([null, null].map((value) => together(sql, text, [value])));
  expect(found).toEqual([[{ missing: true }], [{ missing: true }]]);
  expect(asked).toBe(1);
});

test("however many arrive, all are answered, by few statements", async () => {
  const found = await Promise.all(Array.from({ length: 200 }, (_, of) => divisors(of + 1)));
  expect(found.map((rows) => rows[0]?.of)).toEqual(Array.from({ length: 200 }, (_, of) => `no ${of + 1}`));
  expect(asked).toBeLessThan(20);
});
