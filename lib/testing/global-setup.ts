import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { startPostgres } from "../../scripts/postgres.ts";
import { TEMPLATE_VARIABLE } from "./open-test-database.ts";

/**
 * One PostgreSQL for all test files: the one TEST_DATABASE_URL names, or a temporary one. Each file makes its own
 * database there, as a copy of a template that the first of them migrates.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  const temporary = process.env.TEST_DATABASE_URL ? undefined : await startPostgres({ say: console.error });
  const url = temporary?.url ?? process.env.TEST_DATABASE_URL ?? "";
  const template = `rollcall_template_${randomBytes(6).toString("hex")}`;
  process.env.TEST_DATABASE_URL = url;
  process.env[TEMPLATE_VARIABLE] = template;
  return async () => {
    if (temporary) return temporary.stop();
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(`drop database if exists ${template} with (force)`).finally(() => client.end());
  };
}
