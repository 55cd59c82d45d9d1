import { resolve } from "node:path";
import type { Env } from "#lib/env.ts";
import { type Database, openEmbedded, openPostgres } from "./database.ts";

/** The database the settings name: `DATABASE_URL`, or the embedded one in `DATA_DIR`. */
export function openConfiguredDatabase(env: Env): Promise<Database> {
  return env.DATABASE_URL
    ? openPostgres(env.DATABASE_URL)
    : openEmbedded(resolve(/* turbopackIgnore: true */ env.DATA_DIR));
}
