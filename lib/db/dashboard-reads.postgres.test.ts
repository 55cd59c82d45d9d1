import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { storeWorld } from "#lib/testing/store-world.ts";
import { decisionStore } from "./decision-store.ts";
import { healthStore } from "./health-store.ts";
import { mappingStore } from "./mapping-store.ts";
import { memberStore } from "./member-store.ts";
import { roleStore } from "./role-store.ts";
import { PLANNED_ANEW, type Sql } from "./sql.ts";
import { viewStore } from "./view-store.ts";

/*
 * What a page shows costs what it shows: in an organization of many people none of them is read to be counted, and no list
 * reads past its page. Entries of an index are not rows: counting walks along an index, which is small.
 */

const PEOPLE = 8_000;
const ENTRIES = 30_000;
let database: TestDatabase;
let organizationId: string;
let directoryId: string;
let groupId: string;

const FILL = [
  `insert into directory_user (directory_id, id, user_name, user_name_key, display_name, email, active, resource, search, version, created_at, updated_at)
   select :directory, ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'user' || i, 'user' || i, 'Person ' || i, 'user' || i || '@x.example',
     true, jsonb_build_object('pad', repeat('x', 300)), '{}', 1, now(), now() - i * interval '1 s' from generate_series(1, ${PEOPLE}) i`,
  `insert into member (organization_id, id, directory_id, directory_user_id, role, role_source, name, email, profile, problems, problem_count)
   select :organization, 'member_' || replace(u.id::text, '-', ''), u.directory_id, u.id, 'org:member', 'default', u.display_name, u.email, jsonb_build_object('about', (select string_agg(md5(u.id::text || n), '') from generate_series(1, 30) n)),
     '[{"field": "first_name", "code": "missing", "source": "name.givenName", "message": "", "since": "2026-01-01T00:00:00Z"}]', 1
   from directory_user u where u.directory_id = :directory`,
  `insert into member (organization_id, id, role, role_source, name, email) values (:organization, 'member_owner', 'org:owner', 'manual', 'Owner', 'owner@x.example')`,
  `insert into directory_group (directory_id, id, display_name, display_name_key, resource, search, version, created_at, updated_at)
   values (:directory, gen_random_uuid(), 'All', 'all', '{}', '{}', 1, now(), now())`,
  `insert into directory_membership (directory_id, group_id, user_id, added_at)
   select :directory, g.id, u.id, now() from directory_group g join directory_user u on u.directory_id = g.directory_id where g.directory_id = :directory`,
  `insert into account (id, email, name, password_hash) values ('account_one', 'user77@x.example', 'One', '')`,
  `insert into verified_domain (organization_id, domain, challenge, created_at, verified_at) values (:organization, 'x.example', 'c', now(), now())`,
];
/** Ten days of log that nobody has counted yet. */
const FILL_LOG = `
  insert into provisioning_entry (directory_id, id, at, outcome, operation, sentence, method, path, status, duration_ms, request_id, deviations, changes, request, response)
  select $1, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') || '8' || substr(md5(n::text), 1, 15))::uuid,
    at, 'read', 'read', '', 'GET', '/', 200, 5, n::text, '{}', '[]', '{}', '{}'
  from (select n, now() - interval '10 days' + interval '10 days' * n / ${ENTRIES} as at from generate_series(1, ${ENTRIES}) n) n`;

const TABLES = ["member", "directory_user", "directory_membership", "provisioning_entry"];

/** Until an index alone can answer: while anybody is in a transaction, rows stay that may be invisible to them. */
async function vacuum(client: Client): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    await client.query("vacuum analyze");
    const { rows } = await client.query("select from pg_class where relname = any($1) and relallvisible < relpages", [
      TABLES,
    ]);
    if (rows.length === 0) return;
    await sleep(100);
  }
  throw new Error("Somebody has kept a transaction open.");
}

beforeAll(async () => {
  database = await openTestPostgres();
  ({ id: directoryId, organizationId } = await storeWorld(database).addDirectory());
  const filling = new Client({ connectionString: database.url });
  await filling.connect();
  const ids: Record<string, string> = { directory: directoryId, organization: organizationId };
  for (const statement of FILL) {
    await filling.query(
      statement.replace(/:(directory|organization)\b/g, (_, name) => filling.escapeLiteral(ids[name] ?? "")),
    );
  }
  await filling.query(FILL_LOG, [directoryId]);
  await vacuum(filling);
  const { rows } = await filling.query<{ id: string }>("select id from directory_group where directory_id = $1", [
    directoryId,
  ]);
  groupId = rows[0]?.id ?? "";
  await filling.end();
}, 120_000);
afterAll(() => database.close());

interface Plan {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly Plan[];
}
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** Rows of people, members and the log that were read for a step, whether they were then taken or not. */
const rowsRead = (node: Plan) =>
  TABLES.includes(node["Relation Name"] ?? "") && node["Node Type"] !== "Index Only Scan"
    ? (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"]
    : 0;

/** Each statement is planned as it would be in use: without its parameters, unless it asks for a plan of its own. */
function watched() {
  const read: number[] = [];
  const spy: Sql = {
    ...database.sql,
    async query(text, parameters = []) {
      await database.sql.transaction(async (sql) => {
        await sql.script(
          `set local plan_cache_mode = force_${text.startsWith(PLANNED_ANEW) ? "custom" : "generic"}_plan`,
        );
        const explained = await sql.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(
          `explain (analyze, format json) ${text}`,
          parameters,
        );
        const [plan] = explained.map((row) => row["QUERY PLAN"][0].Plan);
        read.push(nodesOf(plan as Plan).reduce((sum, node) => sum + rowsRead(node), 0));
      });
      return database.sql.query(text, parameters);
    },
  };
  return { spy, most: () => Math.max(...read), statements: () => read.length };
}

type Question = (sql: Sql) => Promise<unknown>;
const members = (sql: Sql) => memberStore(database.prisma, sql);

const cases: Record<string, Question> = {
  "members, the first page": (sql) => members(sql).page(organizationId, {}),
  "members of the role that all have": (sql) => members(sql).page(organizationId, { role: "org:member" }),
  "members of a role that few have": (sql) => members(sql).page(organizationId, { role: "org:owner" }),
  "members of a role that nobody has": (sql) => members(sql).page(organizationId, { role: "org:admin" }),
  "members who are inactive": (sql) => members(sql).page(organizationId, { state: "inactive" }),
  "members from directories": (sql) => members(sql).page(organizationId, { source: "directory" }),
  "members with an account alone": (sql) => members(sql).page(organizationId, { source: "account" }),
  "break-glass members": (sql) => members(sql).page(organizationId, { protected: "true" }),
  "how many have each role": (sql) => roleStore(sql).list(organizationId),
  "whose role is held": (sql) => mappingStore(sql).held(organizationId, directoryId),
  "who is break-glass": (sql) => roleStore(sql).breakGlass(organizationId),
  "how the mapping stands, with everybody up to date": (sql) =>
    mappingStore(sql).standing(directoryId, organizationId, 0),
  "people with problems": (sql) =>
    mappingStore(sql).problems(directoryId, organizationId, { field: null, cursor: null }),
  "people with problems in one field": (sql) =>
    mappingStore(sql).problems(directoryId, organizationId, { field: "first_name", cursor: null }),
  "links to decide": (sql) => decisionStore(sql).pending(organizationId),
  "how many links are to decide": (sql) => decisionStore(sql).countPending(organizationId),
  "users, the latest change first": (sql) => viewStore(sql).users(directoryId, { sort: "updated" }),
  "users by userName": (sql) => viewStore(sql).users(directoryId, {}),
  "members of a group": (sql) => viewStore(sql).groupMembers(directoryId, groupId, {}),
};

describe("no page reads everybody", () => {
  test.each(Object.entries(cases))("%s", async (_, ask) => {
    const { spy, most } = watched();
    await ask(spy);
    expect(most()).toBeLessThan(1_000);
  });
});

test("however many have an older version, no more of them are read than are told", async () => {
  const { spy, most } = watched();
  expect(await mappingStore(spy).standing(directoryId, organizationId, 3)).toEqual({ behind: 1_001, problems: PEOPLE });
  expect(most()).toBeLessThan(2_100);
});

test("a search of members looks at each of them once, for the page and the count", async () => {
  const { spy, most, statements } = watched();
  const found = await members(spy).page(organizationId, { q: "person 77" });
  expect(found).toMatchObject({ totalCount: 111 });
  expect(found.data).toHaveLength(50);
  expect(statements()).toBe(1);
  expect(most()).toBeLessThan(PEOPLE + 200);
  const second = await members(spy).page(organizationId, { q: "person 77", cursor: found.nextCursor ?? "" });
  expect(second.totalCount).toBe(111);
  const nobody = await members(spy).page(organizationId, { q: "zzz" });
  expect(nobody).toEqual({ data: [], nextCursor: null, totalCount: 0 });
});

test("a search of users looks at each of them once, in every order, and pages without a gap", async () => {
  for (const sort of ["userName", "name", "updated"] as const) {
    const { spy, most, statements } = watched();
    const first = await viewStore(spy).users(directoryId, { q: "person 77", sort });
    const second = await viewStore(spy).users(directoryId, { q: "person 77", sort, cursor: first.nextCursor ?? "" });
    const third = await viewStore(spy).users(directoryId, { q: "person 77", sort, cursor: second.nextCursor ?? "" });
    expect([first, second, third].map(({ totalCount, data }) => [totalCount, data.length])).toEqual([
      [111, 50],
      [111, 50],
      [111, 11],
    ]);
    const all = [first, second, third].flatMap(({ data }) => data.map(({ id }) => id));
    expect(new Set(all).size).toBe(111);
    expect(statements()).toBe(3);
    expect(most()).toBeLessThan(PEOPLE + 400);
  }
  expect(await viewStore(database.sql).users(directoryId, { q: "zzz" })).toMatchObject({ data: [], totalCount: 0 });
});

test("the health of the last day reads the last day, also of a log that was never counted", async () => {
  const { spy, most } = watched();
  const { lastDay } = await healthStore(database.prisma, { ...spy, transaction: database.sql.transaction }).facts(
    directoryId,
    new Date(),
  );
  expect(lastDay.read).toBeGreaterThan(ENTRIES / 10 - 100);
  expect(most()).toBeLessThan((ENTRIES / 10) * 1.5);
});

test("counts of members agree with the list, whatever is asked and whoever was taken out", async () => {
  const inside = members(database.sql);
  await database.sql.query(
    `update member set removed_at = now(), active = false where organization_id = $1 and name in ('Person 1', 'Person 2')`,
    [organizationId],
  );
  const totals = async (filters: Parameters<typeof inside.page>[1]) =>
    (await inside.page(organizationId, filters)).totalCount;
  expect(await totals({})).toBe(PEOPLE - 1);
  expect(await totals({ source: "directory" })).toBe(PEOPLE - 2);
  expect(await totals({ source: "account" })).toBe(1);
  expect(await totals({ state: "inactive" })).toBe(0);
  expect(await totals({ state: "active", role: "org:member", source: "directory" })).toBe(PEOPLE - 2);
  expect(await totals({ role: "org:owner", source: "directory" })).toBe(0);
});

test("people in the order of change are paged without a gap, also those of the same moment", async () => {
  await database.sql.query(
    "update directory_user set updated_at = '2030-01-01T00:00:00.123Z' where directory_id = $1 and user_name like 'user77%'",
    [directoryId],
  );
  const views = viewStore(database.sql);
  const seen: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 4; page++) {
    const { data, nextCursor } = await views.users(directoryId, { sort: "updated", ...(cursor && { cursor }) });
    seen.push(...data.map(({ userName }) => userName));
    cursor = nextCursor ?? undefined;
  }
  expect(new Set(seen).size).toBe(200);
  expect(seen.filter((name) => name.startsWith("user77"))).toHaveLength(111);
  expect(seen.slice(0, 111).every((name) => name.startsWith("user77"))).toBe(true);
});
