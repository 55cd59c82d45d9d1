/** Very many people at once: one person made by the API is copied in the database, whatever columns a person has. */
import { Client } from "pg";
import { type KnownPerson, userNameOf } from "./operations.ts";

const ID_PREFIX = "01900000-0000-7000-8000-";
const idOf = (number: number) => ID_PREFIX + number.toString(16).padStart(12, "0");
const BATCH = 20_000;

/** Columns that name the copy instead of its original; every other text and document has its userName replaced. */
const OWN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  directory_user: { id: "copy.id" },
  member: { id: "'member_' || replace(copy.id::text, '-', '')", directory_user_id: "copy.id" },
};

async function copyStatement(client: Client, table: string): Promise<string> {
  const { rows } = await client.query<{ name: string; type: string }>(
    "select column_name as name, data_type as type from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'",
    [table],
  );
  const renamed = (text: string) => `replace(${text}, $1, 'person.' || copy.number || '@')`;
  const value = ({ name, type }: { name: string; type: string }) => {
    const own = OWN[table]?.[name];
    if (own) return own;
    if (type === "text") return renamed(`o.${name}`);
    return type === "jsonb" ? `${renamed(`o.${name}::text`)}::jsonb` : `o.${name}`;
  };
  const key = table === "member" ? "directory_user_id" : "id";
  return `insert into ${table} (${rows.map(({ name }) => name).join(", ")})
    select ${rows.map(value).join(", ")}
    from ${table} o, (select n as number, ('${ID_PREFIX}' || lpad(to_hex(n), 12, '0'))::uuid as id from generate_series($3::int, $4::int) n) copy
    where o.${key} = $2::uuid`;
}

/** Copies `original` until numbers `from` to `to` exist, with their members of the organization. @returns who came */
export async function copyPeople(
  databaseUrl: string,
  original: KnownPerson,
  { from, to, say }: { from: number; to: number; say: (line: string) => void },
): Promise<KnownPerson[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const name = original.userName.slice(0, original.userName.indexOf("@") + 1);
    const statements = [await copyStatement(client, "directory_user"), await copyStatement(client, "member")];
    for (let first = from; first <= to; first += BATCH) {
      const last = Math.min(to, first + BATCH - 1);
      for (const statement of statements) await client.query(statement, [name, original.id, first, last]);
      say(`${last} of ${to} people`);
    }
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    id: idOf(from + index),
    userName: userNameOf(from + index),
  }));
}

/** Puts people into a group without its API. */
export async function copyMembers(databaseUrl: string, group: string, from: number, to: number): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const statement = `insert into directory_membership (directory_id, group_id, user_id, added_at)
    select g.directory_id, g.id, ('${ID_PREFIX}' || lpad(to_hex(n), 12, '0'))::uuid, now()
    from directory_group g, generate_series($2::int, $3::int) n where g.id = $1::uuid on conflict do nothing`;
  try {
    await client.query(statement, [group, from, to]);
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}
