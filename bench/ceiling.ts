/**
 * What this machine could do at most: `node:http` and `pg` with prepared statements, a JSONB row a person, a hashed
 * token looked up on every request, and nothing else. What it leaves out is what Rollcall is: schemas and their
 * validation, the filter grammar, scopes, rate limits, mapping, members of the organization, log, events, versions of
 * groups, uniqueness answers, errors that speak, the dashboard. It understands exactly the requests of this benchmark.
 *
 * Run by `npm run bench` as a process of its own: DATABASE_URL, PORT and CEILING_TOKEN come from the environment.
 */
import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Pool, type QueryResultRow } from "pg";

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const SCHEMA = `
  create table token (hash bytea primary key, tenant int not null);
  create table person (tenant int, id uuid, user_name text not null, doc jsonb not null, version int not null default 1,
    primary key (tenant, id));
  create unique index on person (tenant, user_name);
  create index on person (tenant, (doc->'emails'->0->>'value'));
  create table team (tenant int, id uuid, name text not null, version int not null default 1, primary key (tenant, id));
  create unique index on team (tenant, name);
  create table team_member (tenant int, team_id uuid, person_id uuid, primary key (tenant, team_id, person_id));`;

/** Every statement is prepared once per connection, under its own text's name. */
const names = new Map<string, string>();
async function query<Row extends QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
  const name = names.get(text) ?? `c${names.size}`;
  names.set(text, name);
  return (await pool.query<Row>({ name, text, values })).rows;
}

interface Person extends QueryResultRow {
  id: string;
  doc: Record<string, unknown>;
  version: number;
}
type Answer = [status: number, body?: unknown];

const BASE = "/scim/v2";
const shown = ({ id, doc, version }: Person) => ({
  ...doc,
  id,
  meta: { resourceType: "User", version: `W/"${version}"`, location: `${BASE}/Users/${id}` },
});
const list = (rows: Person[], total = rows.length) => ({
  schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
  totalResults: total,
  startIndex: 1,
  itemsPerPage: rows.length,
  Resources: rows.map(shown),
});

async function create(tenant: number, doc: Record<string, unknown>): Promise<Answer> {
  const [row] = await query<Person>(
    "insert into person (tenant, id, user_name, doc) values ($1, $2, $3, $4) returning id, doc, version",
    [tenant, randomUUID(), String(doc.userName).toLowerCase(), JSON.stringify(doc)],
  );
  return row ? [201, shown(row)] : [500];
}

async function find(tenant: number, parameters: URLSearchParams): Promise<Answer> {
  const filter = parameters.get("filter");
  if (filter?.startsWith("userName eq ")) {
    const name = filter.slice(13, -1).toLowerCase();
    return [
      200,
      list(await query("select id, doc, version from person where tenant = $1 and user_name = $2", [tenant, name])),
    ];
  }
  if (filter) {
    const address = filter.slice(filter.lastIndexOf(" eq ") + 5, -1);
    const statement = "select id, doc, version from person where tenant = $1 and doc->'emails'->0->>'value' = $2";
    return [200, list(await query(statement, [tenant, address]))];
  }
  const values = [tenant, Number(parameters.get("count")), Number(parameters.get("startIndex")) - 1];
  const rows = await query<Person & { total: number }>(
    `select p.*, (select count(*)::int from person where tenant = $1) as total
     from (select id, doc, version from person where tenant = $1 order by id limit $2 offset $3) p`,
    values,
  );
  return [200, list(rows, rows[0]?.total)];
}

const READ = "select id, doc, version from person where tenant = $1 and id = $2";
const WRITE =
  "update person set doc = $3, version = version + 1 where tenant = $1 and id = $2 and version = $4 returning id, doc, version";

async function readPerson(tenant: number, id: string): Promise<Answer> {
  const [row] = await query<Person>(READ, [tenant, id]);
  return row ? [200, shown(row)] : [404];
}

interface Operation {
  op: string;
  path?: string;
  value: unknown;
}
function patched(doc: Record<string, unknown>, operations: Operation[]): Record<string, unknown> {
  const result = { ...doc };
  for (const { path, value } of operations) {
    if (path) result[path] = value;
    else Object.assign(result, value);
  }
  return result;
}

async function changePerson(
  tenant: number,
  id: string,
  change: (doc: Record<string, unknown>) => Record<string, unknown>,
): Promise<Answer> {
  for (;;) {
    const [before] = await query<Person>(READ, [tenant, id]);
    if (!before) return [404];
    const values = [tenant, id, JSON.stringify(change(before.doc)), before.version];
    const [after] = await query<Person>(WRITE, values);
    if (after) return [200, shown(after)];
  }
}

async function createTeam(
  tenant: number,
  { displayName, members = [] }: { displayName: string; members?: { value: string }[] },
): Promise<Answer> {
  const id = randomUUID();
  const ids = members.map(({ value }) => value);
  await query(
    `with team as (insert into team (tenant, id, name) values ($1, $2, $3) returning id)
     insert into team_member select $1, t.id, m from team t, unnest($4::uuid[]) m`,
    [tenant, id, displayName, ids],
  );
  return [201, { id, displayName, members }];
}

async function changeTeam(tenant: number, id: string, operations: Operation[]): Promise<Answer> {
  for (const { op, path, value } of operations) {
    const one = path?.match(/value eq "([^"]+)"/)?.[1];
    const ids = one ? [one] : (value as { value: string }[]).map((member) => member.value);
    const change =
      op.toLowerCase() === "add"
        ? "insert into team_member select $1, $2, m from unnest($3::uuid[]) m on conflict do nothing"
        : "delete from team_member where tenant = $1 and team_id = $2 and person_id = any($3::uuid[])";
    await query(
      `with changed as (${change} returning 1)
       update team set version = version + 1 where tenant = $1 and id = $2 and exists (select from changed)`,
      [tenant, id, ids],
    );
  }
  return [204];
}

async function readTeam(tenant: number, id: string): Promise<Answer> {
  const [row] = await query<{ id: string; name: string }>("select id, name from team where tenant = $1 and id = $2", [
    tenant,
    id,
  ]);
  return row ? [200, { id: row.id, displayName: row.name }] : [404];
}

async function body(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString());
}

async function answer(request: IncomingMessage): Promise<Answer> {
  const hash = createHash("sha256")
    .update(request.headers.authorization ?? "")
    .digest();
  const [token] = await query<{ tenant: number }>("select tenant from token where hash = $1", [hash]);
  if (!token) return [401];
  const { tenant } = token;
  const url = new URL(request.url ?? "/", "http://ceiling");
  const [, , , resource, id = ""] = url.pathname.split("/");
  const what = `${request.method} ${resource}${id && "/"}`;
  if (what === "GET Users") return find(tenant, url.searchParams);
  if (what === "GET Users/") return readPerson(tenant, id);
  if (what === "POST Users") return create(tenant, await body(request));
  if (what === "PUT Users/") {
    const doc = await body(request);
    return changePerson(tenant, id, () => doc);
  }
  if (what === "PATCH Users/") {
    const { Operations } = await body(request);
    return changePerson(tenant, id, (doc) => patched(doc, Operations));
  }
  if (what === "POST Groups") return createTeam(tenant, await body(request));
  if (what === "PATCH Groups/") return changeTeam(tenant, id, (await body(request)).Operations);
  if (what === "GET Groups/") return readTeam(tenant, id);
  return [404];
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [status, said] = await answer(request).catch((error): Answer => [500, { detail: String(error) }]);
  const text = said === undefined ? "" : JSON.stringify(said);
  response
    .writeHead(status, { "content-type": "application/scim+json", "content-length": Buffer.byteLength(text) })
    .end(text);
}

await pool.query(SCHEMA);
const hash = createHash("sha256").update(`Bearer ${process.env.CEILING_TOKEN}`).digest();
await pool.query("insert into token values ($1, 1)", [hash]);
createServer((request, response) => void serve(request, response)).listen(Number(process.env.PORT), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
