/** Fails when prisma/schema and prisma/migrations disagree; `--write <name>` makes the missing migration instead. */
import { mkdirSync, writeFileSync } from "node:fs";
import { openEmbedded } from "#lib/db/database.ts";
import { schemaDrift } from "#lib/db/migrations.ts";

const database = await openEmbedded(null);
// Played on the embedded database: with adapter-pg the engine stops at PostgreSQL's "char" type.
const sql = await schemaDrift(database.adapter);
await database.close();

const name = process.argv[2] === "--write" ? process.argv[3] : undefined;
if (sql === "") {
  console.log("prisma/schema and prisma/migrations agree.");
} else if (name) {
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = `prisma/migrations/${stamp}_${name}`;
  mkdirSync(folder);
  writeFileSync(`${folder}/migration.sql`, sql);
  console.log(`Wrote ${folder}/migration.sql: read it before you commit it.`);
} else {
  console.error(`prisma/schema has changes that no migration makes. Run: npm run db:diff -- --write <name>\n\n${sql}`);
  process.exitCode = 1;
}
