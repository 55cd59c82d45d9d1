import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { type Database, openEmbedded, openPostgres } from "#lib/db/database.ts";
import { applyMigrations } from "#lib/db/migrations.ts";

/** Names the migrated database that every other one of the run is copied from. */
export const TEMPLATE_VARIABLE = "ROLLCALL_TEST_TEMPLATE";

/** Any number does, as long as all test files use the same. */
const TEMPLATE_LOCK = 7_314_902;

function serverUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error("TEST_DATABASE_URL is not set: lib/testing/global-setup.ts sets it for vitest.");
  return url;
}

function urlOf(name: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.href;
}

async function onServer<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes the template if no other test file has; those that come meanwhile wait. */
async function ensureTemplate(client: Client): Promise<string> {
  const name = process.env[TEMPLATE_VARIABLE] ?? "";
  await client.query("select pg_advisory_lock($1)", [TEMPLATE_LOCK]);
  try {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    if (rowCount) return name;
    await client.query(`create database ${name}`);
    try {
      const database = await openPostgres(urlOf(name));
      await applyMigrations(database.adapter).finally(() => database.close());
    } catch (error) {
      // Half a template would be copied by everybody who comes after.
      await client.query(`drop database if exists ${name} with (force)`);
      throw error;
    }
    return name;
  } finally {
    await client.query("select pg_advisory_unlock($1)", [TEMPLATE_LOCK]);
  }
}

/** A database of this test file's own; `close` drops it. */
export interface TestDatabase extends Database {
  readonly url: string;
}

/** PostgreSQL with all migrations, or without any. */
export async function openTestPostgres({ migrated = true } = {}): Promise<TestDatabase> {
  const name = `rollcall_test_${randomBytes(8).toString("hex")}`;
  await onServer(async (client) => {
    // A template that somebody is copying right now takes nobody else, so copies queue up too.
    const template = migrated ? await ensureTemplate(client) : "template1";
    await client.query("select pg_advisory_lock($1)", [TEMPLATE_LOCK]);
    await client.query(`create database ${name} template ${template}`);
  });
  const database = await openPostgres(urlOf(name));
  return {
    ...database,
    url: urlOf(name),
    async close() {
      await database.close();
      await onServer((client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/** The embedded database in memory, with all migrations. */
export async function openTestEmbedded(): Promise<Database> {
  const database = await openEmbedded(null);
  await applyMigrations(database.adapter);
  return database;
}
