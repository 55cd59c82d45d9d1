/** Every filter of the provisioning log on 1,000,000 entries, on a real PostgreSQL: `node bench/log.ts [entries]`. */
import { v7 } from "uuid";
import type { LogFilters } from "#lib/contract/log.ts";
import { openPostgres } from "#lib/db/database.ts";
import { countAllMinutes } from "#lib/db/log-minutes.ts";
import { logStore } from "#lib/db/log-store.ts";
import { applyMigrations } from "#lib/db/migrations.ts";
import type { Sql } from "#lib/db/sql.ts";
import { attributeWord, dialectWord, tenantOf } from "#lib/directory/idp/log-words.ts";
import { startPostgres } from "../scripts/postgres.ts";

const ENTRIES = Number(process.argv[2] ?? 1_000_000);
const PEOPLE = 100_000;
const DIRECTORY = `directory_${v7().replaceAll("-", "")}`;

/** Ninety days of Entra: mostly look-ups, some changes, a few refusals; a token that was changed half way. */
const SEED = `
  insert into provisioning_entry (directory_id, id, at, outcome, operation, cause, sentence, method, path, status, scim_type,
    duration_ms, target_type, target_id, target_name, token_id, token_prefix, request_id, user_agent, ip, dialect,
    deviations, changes, request, response, search)
  select $1, id, at, outcome, operation, cause, sentence, method, '/scim/v2/Users/' || person, status, null, 3 + n % 40, 'User',
    person, name, token, left(token, 13), id::text, 'Azure AD SCIM Client', '20.190.128.1', 'entra', '{operation-case}',
    case when outcome = 'changed' then '[{"attribute": "title", "before": "Dev", "after": "Lead"}]'::jsonb else '[]' end,
    jsonb_build_object('query', null, 'body', jsonb_build_object('schemas', '[]'::jsonb, 'userName', mail, 'displayName', name)),
    jsonb_build_object('body', jsonb_build_object('id', person, 'userName', mail, 'displayName', name, 'active', true, 'title', 'Lead')),
    array_to_tsvector(array(select distinct $2 || w from unnest(
      array['entra', 'changed', lower(first), lower(last), mail, lower(first) || last, 'acme', 'example', id::text, person, $3]
      || case when outcome = 'changed' then array[$4] else '{}' end) w))
  from (
    select *, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0')
        || '7' || lpad(to_hex(n % 4096), 3, '0') || '8' || substr(md5(n::text), 1, 15))::uuid as id,
      first || ' ' || last as name, lower(first) || '.' || lower(last) || who || '@acme.example' as mail,
      md5('person' || who)::uuid::text as person,
      case when n <= $5::int / 2 then 'scimt_old000001' else 'scimt_new000001' end as token,
      case when n % 50 = 0 then 'refused' when n % 5000 = 1 then 'failed' when n % 5 = 2 then 'changed' else 'read' end as outcome,
      case when n % 50 = 0 and n % 100 = 0 then 'create' when n % 5 = 2 and n % 300 = 2 then 'deactivate'
        when n % 5 = 2 then 'update' else 'read' end as operation,
      case when n % 50 = 0 then (array['username-taken', 'user-not-found', 'token-lacks-scope', 'rate-limited'])[1 + (n / 50) % 4]
        when n % 5000 = 1 then 'database-unavailable' end as cause,
      case when n % 50 = 0 then 409 when n % 5000 = 1 then 503 else 200 end as status,
      case when n % 5 = 2 then 'PATCH' else 'GET' end as method, 'Entra ID changed ' || first || ' ' || last || ': title.' as sentence
    from (
      select n, n % ${PEOPLE} as who, now() - interval '90 days' + (interval '90 days' * n / $5::int) as at,
        (array['Ana','Bo','Chen','Dana','Eli','Fay','Gus','Hana','Ida','Jon'])[1 + n % 10] as first,
        (array['Lima','Moreau','Nakamura','Okafor','Petrov','Quinn','Rossi','Schmidt','Tanaka','Ueda'])[1 + (n / 10) % 10] as last
      from generate_series($6::int, $7::int) n
    ) numbers
  ) rows`;

async function seed(sql: Sql): Promise<void> {
  await sql.query("insert into organization (id, name) values ('org_bench', 'Bench')");
  await sql.query(
    "insert into directory (id, organization_id, name, provider) values ($1, 'org_bench', 'Bench', 'entra')",
    [DIRECTORY],
  );
  const piece = 20_000;
  for (let from = 1; from <= ENTRIES; from += piece) {
    const to = Math.min(ENTRIES, from + piece - 1);
    const words = [tenantOf(DIRECTORY), dialectWord("entra"), attributeWord("title")];
    await sql.query(SEED, [DIRECTORY, ...words, ENTRIES, from, to]);
    if (from % 100_000 < piece) console.error(`${to} entries`);
  }
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
  await database.sql.query("vacuum analyze provisioning_entry");
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
