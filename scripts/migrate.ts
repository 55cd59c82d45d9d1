/** `npm run db:migrate`: applies pending migrations to DATABASE_URL, or to the embedded database in DATA_DIR. */

import { applyMigrations, pendingMigrations } from "#lib/db/migrations.ts";
import { openConfiguredDatabase } from "#lib/db/open.ts";
import { readEnv } from "#lib/env.ts";

const database = await openConfiguredDatabase(readEnv());
try {
  const pending = await pendingMigrations(database.sql);
  const applied = pending.length > 0 ? await applyMigrations(database.adapter) : [];
  console.log(applied.length > 0 ? `Applied: ${applied.join(", ")}` : "The database is up to date.");
} finally {
  await database.close();
}
