import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestPostgres } from "#lib/testing/open-test-database.ts";
import { type Database, openEmbedded, openPostgres } from "./database.ts";
import { applyMigrations, pendingMigrations, schemaDrift, whileAlone } from "./migrations.ts";

let embedded: Database;
let postgres: Database;
beforeAll(async () => {
  embedded = await openEmbedded(null);
  postgres = await openTestPostgres({ migrated: false });
});
afterAll(async () => {
  await embedded.close();
  await postgres.close();
});

test("the migrations make exactly what the Prisma schema says", async () => {
  expect(await schemaDrift(embedded.adapter)).toBe("");
});

describe.each([
  ["PostgreSQL", () => postgres],
  ["the embedded database", () => embedded],
])("on %s", (_, opened) => {
  test("all migrations are pending at first, then are applied once, in order, and none is left", async () => {
    const { sql, adapter } = opened();
    const pending = await pendingMigrations(sql);
    expect(pending.length).toBeGreaterThan(0);
    expect(pending).toEqual([...pending].sort());
    expect(await applyMigrations(adapter)).toEqual(pending);
    expect(await pendingMigrations(sql)).toEqual([]);
  });

  test("applying again does nothing and keeps the data", async () => {
    const { sql, adapter } = opened();
    await sql.query("insert into organization (id, name) values ('org_kept', 'Kept')");
    expect(await applyMigrations(adapter)).toEqual([]);
    expect(await sql.query("select name from organization")).toEqual([{ name: "Kept" }]);
  });

  test("a migration that was begun but not finished counts as pending", async () => {
    const { sql } = opened();
    const names = await sql.query<{ name: string }>(
      "select migration_name as name from _prisma_migrations order by migration_name",
    );
    await sql.query("update _prisma_migrations set finished_at = null");
    expect(await pendingMigrations(sql)).toEqual(names.map(({ name }) => name));
  });
});

test("of several processes that start at once on an empty PostgreSQL, one migrates and the others find it done", async () => {
  const first = await openTestPostgres({ migrated: false });
  const second = await openPostgres(first.url);
  const migrate = ({ sql, adapter }: Database) =>
    whileAlone(sql, async () => {
      const pending = await pendingMigrations(sql);
      if (pending.length > 0) await applyMigrations(adapter);
      return pending.length;
    });
  const found = await Promise.all([first, second].map(migrate));
  expect(found.filter((pending) => pending === 0)).toHaveLength(1);
  await second.close();
  await first.close();
});
