import type { Database } from "#lib/db/database.ts";

/** Every value of every table as text, bytes in hexadecimal and as they read in Latin-1: to search for what must not be there. */
export async function dumpDatabase({ sql }: Database): Promise<string> {
  const tables = await sql.query<{ name: string }>(
    "select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    for (const row of await sql.query(`select * from ${name}`)) {
      for (const value of Object.values(row)) {
        if (value instanceof Uint8Array)
          parts.push(Buffer.from(value).toString("hex"), Buffer.from(value).toString("latin1"));
        else parts.push(typeof value === "string" ? value : (JSON.stringify(value, bigintAsText) ?? ""));
      }
    }
  }
  return parts.join("\n");
}

const bigintAsText = (_key: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);
