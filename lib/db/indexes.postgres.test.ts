import { Client, escapeLiteral } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { IdpDirectory } from "#lib/directory/context.ts";
import { parseFilter } from "#lib/scim/filter/parse.ts";
import type { Filter } from "#lib/scim/filter/tree.ts";
import { Group, User } from "#lib/scim/schema/resource-types.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { storeWorld } from "#lib/testing/store-world.ts";
import { listEverybody } from "./everybody.ts";
import { groupFilterTable, userFilterTable } from "./filter-tables.ts";
import { findRow, listRows } from "./resource-rows.ts";
import type { Sql } from "./sql.ts";

/*
 * What an IdP looks up is found by an index, in a directory of many people beside others: nobody walks through them.
 * The plans are those that PostgreSQL makes without knowing the parameters, which is what a statement that is prepared
 * once and used for ever gets.
 */

/** EXPLAIN_PEOPLE=1000000 for the size of the largest directories; filling that takes minutes. */
const PEOPLE = Number(process.env.EXPLAIN_PEOPLE ?? 20_000);
let database: TestDatabase;
let here: IdpDirectory;

/** People and groups as the store would write them, by one statement. */
const FILL = `
  with n as (select generate_series(1, ${PEOPLE}) as i), u as (
    select i, 'User' || i || '@x.example' as name, jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:User'),
      'userName', 'User' || i || '@x.example', 'displayName', 'Person ' || i, 'title', 'Title ' || i, 'externalId', 'E' || i, 'active', i % 10 > 0,
      'name', jsonb_build_object('familyName', 'Family ' || i),
      'emails', jsonb_build_array(jsonb_build_object('value', 'Mail' || i || '@x.example', 'type', 'work', 'primary', true)),
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User', jsonb_build_object('employeeNumber', 'N' || i, 'department', 'D' || i % 50)) as resource
    from n
  ), people as (
    insert into directory_user (directory_id, id, user_name, user_name_key, external_id, display_name, email, active, resource, search,
      version, created_at, updated_at)
    select $1, gen_random_uuid(), name, lower(name), 'E' || i, 'Person ' || i, 'Mail' || i || '@x.example', i % 10 > 0, resource,
      (lower((resource - 'externalId')::text)::jsonb || jsonb_build_object('externalid', 'E' || i)), 1, now() + i * interval '1 s', now() + i * interval '1 s' from u
  )
  insert into directory_group (directory_id, id, display_name, display_name_key, external_id, resource, search, version, created_at, updated_at)
  select $1, gen_random_uuid(), 'Group ' || i, 'group ' || i, 'G' || i, '{}', jsonb_build_object('displayname', 'group ' || i, 'externalid', 'G' || i), 1, now(), now()
  from n`;

const TABLES = ["directory_user", "directory_group"];

/** Drops the indexes, because making them of all rows at once is many times quicker. @returns what makes them again */
async function withoutIndexes(client: Client): Promise<string[]> {
  await client.query("set maintenance_work_mem = '512MB'");
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes
      where schemaname = 'public' and tablename = any($1) and indexname not like '%_pkey'`,
    [TABLES],
  );
  for (const { name } of rows) await client.query(`drop index "${name}"`);
  return rows.map(({ definition }) => definition);
}

beforeAll(
  async () => {
    database = await openTestPostgres();
    const world = storeWorld(database);
    here = await world.addDirectory();
    const elsewhere = await world.addDirectory();
    // On a connection of its own: the limit on a statement is meant for requests.
    const filling = new Client({ connectionString: database.url });
    await filling.connect();
    const again = await withoutIndexes(filling);
    for (const { id } of [here, elsewhere]) await filling.query(FILL, [id]);
    for (const statement of again) await filling.query(statement);
    for (const table of TABLES) await filling.query(`vacuum analyze ${table}`);
    await filling.end();
  },
  120_000 + PEOPLE * 2,
);
afterAll(() => database.close());

interface Plan {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly "Actual Rows"?: number;
  readonly "Actual Loops"?: number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Index Recheck"?: number;
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** The first statement that `list` sends, and who was found. */
async function sentBy(list: (sql: Sql) => Promise<{ totalResults: number }>) {
  const sent: { text: string; parameters: readonly unknown[] }[] = [];
  const spy: Sql = {
    ...database.sql,
    query: (text, parameters = []) => {
      sent.push({ text, parameters });
      return database.sql.query(text, parameters);
    },
  };
  const { totalResults } = await list(spy);
  return { statement: sent[0], totalResults };
}

/** `('1', '{"two"}')`: the values of EXECUTE, which takes no parameters. */
function valuesOf(parameters: readonly unknown[]): string {
  const text = (value: unknown) =>
    Array.isArray(value) ? `{${value.map((item) => JSON.stringify(item))}}` : `${value}`;
  if (parameters.length === 0) return "";
  return `(${parameters.map((value) => (value === null ? "null" : escapeLiteral(text(value)))).join(", ")})`;
}

/** How the first statement of `list` is carried out, planned without its parameters. @returns every step, and who was found */
async function explain(list: (sql: Sql) => Promise<{ totalResults: number }>) {
  const { statement, totalResults } = await sentBy(list);
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query("set plan_cache_mode = force_generic_plan");
    // EXPLAIN of the statement itself would be planned for its values: only EXECUTE is planned without them.
    await client.query(`prepare listed as ${statement?.text}`);
    const execute = `execute listed${valuesOf(statement?.parameters ?? [])}`;
    const { rows } = await client.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(
      `explain (analyze, format json) ${execute}`,
    );
    return { nodes: nodesOf((rows[0] as (typeof rows)[0])["QUERY PLAN"][0].Plan), totalResults };
  } finally {
    await client.end();
  }
}

/** Whether PostgreSQL keeps one plan for the first statement of `list`, as it does unless planning anew seems to be worth it. */
async function plannedOnce(list: (sql: Sql) => Promise<{ totalResults: number }>): Promise<boolean> {
  const { statement } = await sentBy(list);
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const values = [...(statement?.parameters ?? [])];
  // It is planned for its values five times, and then PostgreSQL decides.
  for (let turn = 0; turn < 10; turn++) await client.query({ name: "listed", text: statement?.text ?? "", values });
  const { rows } = await client.query("select generic_plans from pg_prepared_statements where name = 'listed'");
  await client.end();
  return Number(rows[0].generic_plans) === 5;
}

function carryOut(filter: Filter, table: "directory_user" | "directory_group") {
  const filters = table === "directory_user" ? userFilterTable : groupFilterTable;
  const request = { filter, sort: undefined, offset: 0, after: undefined, count: 100 };
  return explain((sql) => listRows(sql, { name: table, filters }, here.id, request, []));
}

/** Rows of the table that were looked at, whether they were then taken or not. */
const looked = (nodes: readonly Plan[]) =>
  nodes
    .filter((node) => node["Relation Name"] !== undefined)
    .map(
      (node) =>
        (node["Actual Rows"] ?? 0) +
        (node["Rows Removed by Filter"] ?? 0) +
        (node["Rows Removed by Index Recheck"] ?? 0),
    )
    .reduce((sum, rows) => Math.max(sum, rows), 0);

const E = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

describe("a person is found by an index", () => {
  test.each([
    'userName eq "USER777@x.example"',
    'userName sw "user777"',
    'displayName eq "person 777"',
    'displayName sw "Person 777"',
    'externalId eq "E777"',
    'emails.value eq "mail777@x.example"',
    'emails.value sw "MAIL777"',
    'emails sw "mail777"',
    'emails[type eq "work"].value eq "mail777@x.example"',
    'emails[type eq "work" and value sw "mail777"]',
    'emails[type eq "work" and value eq "mail777@x.example"]',
    'title eq "title 777"',
    'name.familyName eq "family 777"',
    `${E}:employeeNumber eq "n777"`,
    `${E}:department eq "D10" and active eq false and title eq "title 60"`,
    'userName eq "user777@x.example" or emails.value eq "mail778@x.example"',
    'userName eq "user777@x.example" and active eq true',
  ])("%s", async (text) => {
    const { nodes, totalResults } = await carryOut(
      parseFilter(text, User, () => {}),
      "directory_user",
    );
    expect(totalResults).toBeGreaterThan(0);
    expect(nodes.map((node) => node["Node Type"])).not.toContain("Seq Scan");
    expect(looked(nodes), JSON.stringify(nodes, null, 1)).toBeLessThan(PEOPLE / 10);
  });
});

describe("a look-up by e-mail", () => {
  const byMail = (sql: Sql, person: number) => {
    const filter = parseFilter(`emails[type eq "work"].value eq "mail${person}@x.example"`, User, () => {});
    const request = { filter, sort: undefined, offset: 0, after: undefined, count: 100 };
    return listRows(sql, { name: "directory_user", filters: userFilterTable }, here.id, request, []);
  };

  test("is planned once for all addresses, however many people there are", async () => {
    expect(await plannedOnce((sql) => byMail(sql, 777))).toBe(true);
  });

  test("is answered by the index also when many come together", async () => {
    const { nodes } = await explain(async (sql) => {
      const [first] = await Promise.all([777, 778, 779, 780].map((person) => byMail(sql, person)));
      return first as { totalResults: number };
    });
    expect(nodes.map((node) => node["Node Type"])).not.toContain("Seq Scan");
    expect(nodes.map((node) => node["Index Name"])).toContain("directory_user_search_idx");
  });
});

test.each(["id", "userName", "emails.value"])("look-ups by %s that come together are planned once", async (key) => {
  const numbers = [701, 702, 703, 704, 705, 706, 707, 708];
  const values: Record<string, (person: number) => string> = {
    id: (person) => `${person}`.padStart(32, "0").replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"),
    userName: (person) => `user${person}@x.example`,
    "emails.value": (person) => `mail${person}@x.example`,
  };
  const isOnce = await plannedOnce(async (sql) => {
    const table = { name: "directory_user", filters: userFilterTable } as const;
    const found = numbers.map((person) => {
      const value = values[key]?.(person) ?? "";
      if (key === "id") return findRow(sql, table, here.id, value, []).then((row) => ({ totalResults: row ? 1 : 0 }));
      const filter = parseFilter(`${key} eq "${value}"`, User, () => {});
      return listRows(sql, table, here.id, { filter, sort: undefined, offset: 0, after: undefined, count: 100 }, []);
    });
    const [first] = await Promise.all(found);
    return first as { totalResults: number };
  });
  expect(isOnce).toBe(true);
});

describe("a group is found by an index", () => {
  test.each(['displayName eq "GROUP 777"', 'displayName sw "group 777"', 'externalId eq "G777"'])(
    "%s",
    async (text) => {
      const { nodes, totalResults } = await carryOut(
        parseFilter(text, Group, () => {}),
        "directory_group",
      );
      expect(totalResults).toBeGreaterThan(0);
      expect(nodes.map((node) => node["Node Type"])).not.toContain("Seq Scan");
      expect(looked(nodes)).toBeLessThan(PEOPLE / 10);
    },
  );
});

/** Rows of all steps together, also of those that are looked up one by one. */
const touched = (nodes: readonly Plan[]) =>
  nodes
    .filter((node) => node["Relation Name"] !== undefined)
    .reduce(
      (sum, node) =>
        sum + ((node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0)) * (node["Actual Loops"] ?? 1),
      0,
    );

describe("a page of everybody looks at nobody but its own people, and is planned once", () => {
  test.each([
    ["at the start", 0],
    ["at the end", PEOPLE - 100],
    ["behind the end", PEOPLE + 1_000],
  ])("%s, and nobody is counted", async (_, offset) => {
    const request = { offset, after: undefined, count: 100 };
    const { nodes, totalResults } = await explain((sql) => listEverybody(sql, here.id, request, { groups: true }));
    expect(totalResults).toBe(PEOPLE);
    expect(await plannedOnce((sql) => listEverybody(sql, here.id, request, { groups: true }))).toBe(true);
    expect(nodes.map((node) => node["Relation Name"] === "directory_user" && node["Node Type"])).not.toContain(
      "Seq Scan",
    );
    expect(touched(nodes), JSON.stringify(nodes, null, 1)).toBeLessThan(1_000);
  });

  test("behind a cursor", async () => {
    const [first] = await database.sql.query<{ id: string }>(
      "select id from directory_user where directory_id = $1 order by id offset 5000 limit 1",
      [here.id],
    );
    const request = { offset: 0, after: first?.id, count: 100 };
    const { nodes } = await explain((sql) => listEverybody(sql, here.id, request, { groups: true }));
    expect(touched(nodes)).toBeLessThan(1_000);
  });
});

test("a person's member is found by the person, also by a plan that was made while there was nobody", async () => {
  const empty = await openTestPostgres();
  const lookUp = `explain select from member m
    where m.organization_id = 'o' and m.directory_id = 'd' and m.directory_user_id = gen_random_uuid()`;
  const plan = (await empty.sql.query<{ "QUERY PLAN": string }>(lookUp)).map((row) => row["QUERY PLAN"]).join("\n");
  await empty.close();
  expect(plan).toContain("member_organization_id_directory_id_directory_user_id_key");
});
