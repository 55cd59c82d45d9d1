import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestPostgres } from "#lib/testing/open-test-database.ts";
import { type Database, openEmbedded } from "./database.ts";
import { applyMigrations, pendingMigrations, schemaDrift } from "./migrations.ts";

describe.each([
  ["PostgreSQL", () => openTestPostgres({ migrated: false })],
  ["the embedded database", () => openEmbedded(null)],
])("on %s", (_, open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  test("all migrations are pending at first, then are applied once, in order, and none is left", async () => {
    const pending = await pendingMigrations(database.sql);
    expect(pending.length).toBeGreaterThan(0);
    expect(pending).toEqual([...pending].sort());
    expect(await applyMigrations(database.adapter)).toEqual(pending);
    expect(await pendingMigrations(database.sql)).toEqual([]);
  });

  test("applying again does nothing and keeps the data", async () => {
    await database.sql.query("insert into organization (id, name) values ('org_kept', 'Kept')");
    expect(await applyMigrations(database.adapter)).toEqual([]);
    expect(await database.sql.query("select name from organization")).toEqual([{ name: "Kept" }]);
  });

  test("a migration that was begun but not finished counts as pending", async () => {
    const [name] = (await database.sql.query("select migration_name from _prisma_migrations")) as {
      migration_name: string;
    }[];
    await database.sql.query("update _prisma_migrations set finished_at = null");
    expect(await pendingMigrations(database.sql)).toEqual([name?.migration_name]);
  });
});

test("the migrations make exactly what the Prisma schema says, on an empty database", async () => {
  const database = await openEmbedded(null);
  expect(await schemaDrift(database.adapter)).toBe("");
  await database.close();
});
