/**
 * `npm run audit:verify [-- <organization id>]`: follows the audit log's hash chain of one organization, or of each, and
 * prints the first line that is not what was written. Ends with 1 when there is one. Needs DATABASE_URL, or with the
 * embedded database that no server is running.
 */

import { auditReport } from "#lib/db/audit-report.ts";
import { pendingMigrations } from "#lib/db/migrations.ts";
import { openConfiguredDatabase } from "#lib/db/open.ts";
import { type Env, readEnv } from "#lib/env.ts";
import { explainStartFailure } from "#lib/http/start-failure.ts";

const [only] = process.argv.slice(2);
let env: Env | undefined;
try {
  env = readEnv();
  const database = await openConfiguredDatabase(env);
  try {
    if ((await pendingMigrations(database.sql)).length > 0)
      throw new Error("This database is not the newest yet. Run npm run db:migrate, or npm start, first.");
    const { lines, broken, checked } = await auditReport(database, only);
    for (const line of lines) console.log(line);
    if (checked === 0) console.error(only ? `There is no organization ${only}.` : "There are no organizations yet.");
    process.exitCode = broken > 0 || (only !== undefined && checked === 0) ? 1 : 0;
  } finally {
    await database.close();
  }
} catch (error) {
  console.error(explainStartFailure(error, env));
  process.exitCode = 1;
}
