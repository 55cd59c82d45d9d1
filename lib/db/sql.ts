import { createHash } from "node:crypto";
import type { PGlite, Transaction } from "@electric-sql/pglite";
import type { Pool, PoolClient, QueryConfig, QueryResult } from "pg";

/** A value bound to `$n`. JSON goes in as text and is cast in the statement (`$3::jsonb`). */
export type SqlParameter = string | number | boolean | null | Date | Uint8Array | readonly string[] | readonly number[];
export type SqlRow = Record<string, unknown>;

/** The one thin interface that both drivers satisfy. Statements are constants with `$n` parameters, never built from input. */
export interface Sql {
  query<Row extends SqlRow>(text: string, parameters?: readonly SqlParameter[]): Promise<Row[]>;
  /** Runs several statements at once, without parameters. @returns the rows of the last one */
  script(text: string): Promise<SqlRow[]>;
  /** Runs `work` in one READ COMMITTED transaction on one connection; a throw rolls everything back. */
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** Whether other statements run at the same time as one of ours: then neither may see what the other writes. */
  readonly concurrent: boolean;
}

const statementNames = new Map<string, string>();
const STATEMENT_NAMES_MAX = 500;

/** At the head of a statement whose best plan depends on its parameters: it is planned each time it runs. */
export const PLANNED_ANEW = "/* planned anew */";

/** Named statements are prepared once per connection. The set is bounded, because filters make new statements. */
function statementName(text: string): string | undefined {
  if (text.startsWith(PLANNED_ANEW)) return undefined;
  const known = statementNames.get(text);
  if (known) return known;
  if (statementNames.size >= STATEMENT_NAMES_MAX) return undefined;
  const name = `rc_${createHash("sha1").update(text).digest("hex").slice(0, 20)}`;
  statementNames.set(text, name);
  return name;
}

/**
 * How long to wait for the word of a server that has statements end after `POOL_LIMITS.statementMs`: one that is frozen, or
 * behind a network that is lost, ends none.
 */
const SILENCE_MS = 35_000;
/** `failure.ts` knows it as a database that is away. */
const SILENCE = "The database has not answered in time.";

/**
 * `client.query` with its callback and a time limit of our own. What it makes otherwise, a promise and `query_timeout`, ties
 * each result to its query in a circle, which the garbage collector carries along: a third of what a page of a list costs.
 */
function ask<Row extends SqlRow>(client: PoolClient, query: QueryConfig): Promise<QueryResult<Row>> {
  return new Promise((resolve, reject) => {
    const silence = setTimeout(() => reject(new Error(SILENCE)), SILENCE_MS);
    client.query<Row>(query, (error, result) => {
      clearTimeout(silence);
      if (error) reject(error);
      else resolve(result);
    });
  });
}

const onPostgres =
  (client: PoolClient): Sql["query"] =>
  async <Row extends SqlRow>(text: string, parameters: readonly SqlParameter[] = []) =>
    (await ask<Row>(client, { name: statementName(text), text, values: [...parameters] })).rows;

/** `pg` answers several statements with a list of results, and a single one with its result alone. */
const scriptOnPostgres =
  (client: PoolClient): Sql["script"] =>
  async (text) => {
    const results = await client.query(text);
    return ([results].flat().at(-1)?.rows ?? []) as SqlRow[];
  };

/** The server has not answered: nothing else can be asked on this connection. */
const isSilence = (error: unknown) => error instanceof Error && error.message === SILENCE;

/** A refusal by the server itself has an SQLSTATE; the connection is as good as before. */
const isRefusal = (error: unknown) => error instanceof Error && "severity" in error && error.severity === "ERROR";

/**
 * Lends a connection for one piece of work. `pool.query` would throw the connection away after any error, so that every
 * unique violation cost a new one, with all its statements to be planned again.
 */
async function lend<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  // While it is lent nobody else listens: a connection that breaks must fail the statement, not the process.
  const onBroken = () => {};
  client.on("error", onBroken);
  let broken: unknown;
  try {
    return await work(client);
  } catch (error) {
    if (!isRefusal(error)) broken = error;
    throw error;
  } finally {
    client.off("error", onBroken);
    client.release(broken instanceof Error ? broken : undefined);
  }
}

export function postgresSql(pool: Pool): Sql {
  return {
    concurrent: true,
    query: (text, parameters) => lend(pool, (client) => onPostgres(client)(text, parameters)),
    script: (text) => lend(pool, (client) => scriptOnPostgres(client)(text)),
    async transaction(work) {
      const client = await pool.connect();
      // While it is lent nobody else listens: a connection that breaks between two statements must not end the process.
      // The next statement fails instead.
      const onBroken = () => {};
      client.on("error", onBroken);
      const inside: Sql = {
        concurrent: true,
        query: onPostgres(client),
        script: scriptOnPostgres(client),
        transaction: (nested) => nested(inside),
      };
      let broken: unknown;
      try {
        await ask(client, { text: "BEGIN" });
        const result = await work(inside);
        await ask(client, { text: "COMMIT" });
        return result;
      } catch (error) {
        // A connection that cannot even roll back is thrown away instead of being lent again.
        if (isSilence(error)) broken = error;
        else
          await ask(client, { text: "ROLLBACK" }).catch((rollbackError) => {
            broken = rollbackError;
          });
        throw error;
      } finally {
        client.off("error", onBroken);
        client.release(broken instanceof Error ? broken : undefined);
      }
    },
  };
}

const onPglite =
  (client: PGlite | Transaction): Sql["query"] =>
  async <Row extends SqlRow>(text: string, parameters: readonly SqlParameter[] = []) =>
    (await client.query<Row>(text, [...parameters])).rows;

const scriptOnPglite =
  (client: PGlite | Transaction): Sql["script"] =>
  async (text) =>
    ((await client.exec(text)).at(-1)?.rows ?? []) as SqlRow[];

export function pgliteSql(pglite: PGlite): Sql {
  return {
    concurrent: false,
    query: onPglite(pglite),
    script: scriptOnPglite(pglite),
    transaction: (work) =>
      pglite.transaction((transaction) => {
        const inside: Sql = {
          concurrent: false,
          query: onPglite(transaction),
          script: scriptOnPglite(transaction),
          transaction: (nested) => nested(inside),
        };
        return work(inside);
      }),
  };
}
