/** Every filter of the provisioning log on 1,000,000 entries, on a real PostgreSQL: `node bench/log.ts [entries]`. */
import { v7 } from "uuid";
import type { LogFilters } from "#lib/contract/log.ts";
import { openPostgres } from "#lib/db/database.ts";
import { countAllMinutes } from "#lib/db/log-minutes.ts";
import { logStore } from "#lib/db/log-store.ts";
import { applyMigrations } from "#lib/db/migrations.ts";
import type { Sql } from "#lib/db/sql.ts";
import { startPostgres } from "../scripts/postgres.ts";
import { seedLog } from "./log-seed.ts";

const ENTRIES = Number(process.argv[2] ?? 1_000_000);
const DIRECTORY = `directory_${v7().replaceAll("-", "")}`;

async function seed(sql: Sql): Promise<void> {
  await sql.query("insert into organization (id, name) values ('org_bench', 'Bench')");
  await sql.query(
    "insert into directory (id, organization_id, name, provider) values ($1, 'org_bench', 'Bench', 'entra')",
    [DIRECTORY],
  );
  await seedLog(sql, DIRECTORY, ENTRIES, console.error);
}

const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

const CASES: Record<string, LogFilters> = {
  "no filter": {},
  "result failed": { outcome: ["failed"] },
  "result refused or failed": { outcome: ["refused", "failed"] },
  "operation deactivate": { operation: ["deactivate"] },
  "refused creates": { outcome: ["refused"], operation: ["create"] },
  "refused deactivations (none)": { outcome: ["refused"], operation: ["deactivate"] },
  "cause username-taken": { cause: ["username-taken"] },
  "cause that never was": { cause: ["mutability"] },
  "status 503": { status: ["503"] },
  "status 4xx": { status: ["4xx"] },
  person: { person: "" },
  "token in use": { token: "scimt_new000001" },
  "former token": { token: "scimt_old000001" },
  dialect: { dialect: "entra" },
  "dialect that never was": { dialect: "okta" },
  "attribute title": { attribute: "title" },
  "attribute that never was": { attribute: "nickName" },
  "7 days": { from: ago(7) },
  "one day, two months ago": { from: ago(61), to: ago(60) },
  "refused, one day, two months ago": { outcome: ["refused"], from: ago(61), to: ago(60) },
  "text: e-mail address": { q: "ana.lima50000@acme.example" },
  "text: frequent first name": { q: "ana" },
  "text: first and last name": { q: "ana lima" },
  "text: beginning of a last name": { q: "naka" },
  "text: one letter": { q: "a" },
  "text: nobody": { q: "zebediah" },
  "text and result": { q: "ana", outcome: ["failed"] },
};

const postgres = await startPostgres({ durable: true, say: console.error });
try {
  const database = await openPostgres(postgres.url);
  await applyMigrations(database.adapter);
  await seed(database.sql);
  const store = logStore(database.prisma, database.sql, () => new Date());
  const [someone] = (await store.page(DIRECTORY, {})).data;
  (CASES.person as { person: string }).person = someone?.targetId ?? "";

  const measure = async (name: string, run: () => Promise<unknown>) => {
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const from = performance.now();
      await run();
      times.push(performance.now() - from);
    }
    const [first = 0] = times;
    const [, , median = 0] = times.sort((a, b) => a - b);
    console.log(
      `${name.padEnd(44)} first ${first.toFixed(0).padStart(5)} ms   median ${median.toFixed(0).padStart(5)} ms`,
    );
  };
  for (const [name, filters] of Object.entries(CASES)) await measure(name, () => store.page(DIRECTORY, filters));
  const range = { from: new Date(ago(30)), to: new Date(), stepSeconds: 86_400, timeZone: "Europe/Lisbon" };
  const counting = performance.now();
  await countAllMinutes(database.sql, new Date());
  console.log(`counting it all beforehand                   ${(performance.now() - counting).toFixed(0)} ms`);
  await measure("chart of 30 days", () => store.histogram(DIRECTORY, {}, range));
  await measure("chart of 30 days, refused", () => store.histogram(DIRECTORY, { outcome: ["refused"] }, range));
  await measure("chart of 30 days, by text", () => store.histogram(DIRECTORY, { q: "ana" }, range));
  await measure("causes of 30 days", () => store.causes(DIRECTORY, { from: ago(30) }));
  await measure("causes of all time", () => store.causes(DIRECTORY, {}));
  await database.close();
} finally {
  await postgres.stop();
}
