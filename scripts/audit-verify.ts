/**
 * `npm run audit:verify [-- <organization id>]`: follows the audit log's hash chain of one organization, or of each, and
 * prints the first entry that is not what was written. Ends with 1 when there is one, or when nothing could be verified.
 * Needs DATABASE_URL, or with the embedded database that no server is running.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { auditReport } from "#lib/db/audit-report.ts";
import { pendingMigrations } from "#lib/db/migrations.ts";
import { openConfiguredDatabase } from "#lib/db/open.ts";
import { type Env, readEnv } from "#lib/env.ts";
import { explainStartFailure } from "#lib/http/start-failure.ts";

/** Opening would make one, and there is nothing to verify in what was just made. */
const isMissing = ({ DATABASE_URL, DATA_DIR }: Env) => !DATABASE_URL && !existsSync(resolve(DATA_DIR, "pg"));

async function verify(env: Env, only: string | undefined): Promise<number> {
  if (isMissing(env)) {
    console.error(
      `There is no database in ${resolve(env.DATA_DIR)} yet, so there is no audit log to verify. npm start makes one; DATA_DIR or DATABASE_URL names another.`,
    );
    return 1;
  }
  const database = await openConfiguredDatabase(env);
  try {
    if ((await pendingMigrations(database.sql)).length > 0) {
      console.error("This database is not the newest yet. Run npm run db:migrate, or npm start, first.");
      return 1;
    }
    const { lines, verdict, broken, checked } = await auditReport(database, only);
    for (const line of lines) console.log(line);
    if (checked === 0) console.error(only ? `There is no organization ${only}.` : verdict);
    else if (broken > 0) console.error(verdict);
    else console.log(verdict);
    return broken > 0 || checked === 0 ? 1 : 0;
  } finally {
    await database.close();
  }
}

const [only] = process.argv.slice(2);
let env: Env | undefined;
try {
  env = readEnv();
  process.exitCode = await verify(env, only);
} catch (error) {
  console.error(explainStartFailure(error, env));
  process.exitCode = 1;
}
