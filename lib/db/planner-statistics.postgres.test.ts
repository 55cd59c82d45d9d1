import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { noteGrowth } from "./planner-statistics.ts";
import type { Sql } from "./sql.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestPostgres();
});
afterAll(() => database.close());

test("PostgreSQL looks at the tables anew each time twice as much of a kind was written, and its failure is nobody's", async () => {
  const scripts: string[] = [];
  const sql: Sql = {
    ...database.sql,
    script: async (text) => {
      scripts.push(text);
      if (scripts.length === 1) throw new Error("the lock was not to be had");
      return database.sql.script(text);
    },
  };
  const counts: number[] = [];
  for (let written = 1; written <= 400; written++) {
    noteGrowth(sql, "people", 1);
    if (scripts.length > counts.length) counts.push(written);
  }
  expect(counts).toEqual([50, 100, 200, 400]);
  noteGrowth(sql, "members", 1_000);
  expect(scripts.at(-1)).toContain("directory_membership");
  for (const script of new Set(scripts)) await expect(database.sql.script(script)).resolves.toBeDefined();
});
