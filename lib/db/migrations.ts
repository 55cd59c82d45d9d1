import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import type { DiffTarget, MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg";
import type { Sql } from "./sql.ts";

const NO_FILTERS = { externalTables: [], externalEnums: [] };

type Bindings = typeof import("@prisma/schema-engine-wasm/schema_engine_bg");

let instantiated: Promise<Bindings> | undefined;

/** The engine's JavaScript keeps views of one WebAssembly memory, so a process may instantiate it only once. */
function engineBindings(): Promise<Bindings> {
  instantiated ??= instantiate();
  return instantiated;
}

async function instantiate(): Promise<Bindings> {
  const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const file = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = await readFile(file.replace(/\.js$/, ".wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": bindings as never });
  const glue = bindings as unknown as { __wbg_set_wasm(exports: WebAssembly.Exports): void };
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports as { __wbindgen_start(): void }).__wbindgen_start();
  return bindings;
}

/** Prisma's own schema engine, the WebAssembly build: no engine binary is downloaded (docs/decisions/0003). */
async function openEngine(adapter: SqlMigrationAwareDriverAdapterFactory, schemaDir: string): Promise<SchemaEngine> {
  const bindings = await engineBindings();
  return bindings.SchemaEngine.new(
    { datamodels: readSchema(schemaDir).map(({ path, content }) => [path, content]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
}

/** The files of the Prisma schema in `schemaDir`. */
function readSchema(schemaDir: string): { path: string; content: string }[] {
  return readdirSync(schemaDir)
    .filter((name) => name.endsWith(".prisma"))
    .sort()
    .map((name) => ({ path: join(schemaDir, name), content: readFileSync(join(schemaDir, name), "utf8") }));
}

/** The migrations on disk, oldest first. */
function readMigrations(migrationsDir: string): MigrationList {
  const names = readdirSync(migrationsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir: migrationsDir,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(join(migrationsDir, name, "migration.sql"), "utf8") },
      },
    })),
  };
}

const PRISMA_DIR = resolve(/* turbopackIgnore: true */ "prisma");

/** Names of migrations on disk that the database has not finished; all of them when it is empty. */
export async function pendingMigrations(sql: Sql, prismaDir = PRISMA_DIR): Promise<string[]> {
  const names = readMigrations(join(prismaDir, "migrations")).migrationDirectories.map(({ path }) => path);
  const [table] = await sql.query<{ found: boolean }>("select to_regclass('_prisma_migrations') is not null as found");
  if (!table?.found) return names;
  const applied = await sql.query<{ migration_name: string }>(
    "select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null",
  );
  const done = new Set(applied.map((row) => row.migration_name));
  return names.filter((name) => !done.has(name));
}

/** Any number does, as long as every process of Rollcall uses the same. */
const START_LOCK = 7_314_901;

/**
 * Runs `work` while no other process on this database is in here: of several that start at once, one migrates and makes
 * the first account, and the others find it done. The embedded database has one process anyway.
 */
export function whileAlone<Result>(sql: Sql, work: () => Promise<Result>): Promise<Result> {
  if (!sql.concurrent) return work();
  return sql.transaction(async (waiting) => {
    // A migration of a large table takes longer than any request may.
    await waiting.script(
      "set local lock_timeout = 0; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0",
    );
    // As a script, which may wait as long as it takes.
    await waiting.script(`select pg_advisory_xact_lock(${START_LOCK})`);
    return work();
  });
}

/** Applies what is pending through the driver adapter, in Prisma's `_prisma_migrations` table. @returns the names applied. */
export async function applyMigrations(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  prismaDir = PRISMA_DIR,
): Promise<string[]> {
  const engine = await openEngine(adapter, join(prismaDir, "schema"));
  const { appliedMigrationNames } = await engine.applyMigrations({
    migrationsList: readMigrations(join(prismaDir, "migrations")),
    filters: NO_FILTERS,
  });
  return appliedMigrationNames;
}

/**
 * The SQL that would take the migrations on disk to the Prisma schema on disk; empty when they agree.
 * `adapter` must lend an empty embedded database: the migrations are played on it.
 */
export async function schemaDrift(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  prismaDir = PRISMA_DIR,
): Promise<string> {
  const engine = await openEngine(adapter, join(prismaDir, "schema"));
  const from: DiffTarget = { tag: "migrations", ...readMigrations(join(prismaDir, "migrations")) };
  const to: DiffTarget = { tag: "schemaDatamodel", files: readSchema(join(prismaDir, "schema")) };
  const { exitCode, stdout } = await engine.diff({ from, to, script: true, exitCode: true, filters: NO_FILTERS });
  return exitCode === 0 ? "" : (stdout ?? "");
}
