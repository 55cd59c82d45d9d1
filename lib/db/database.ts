import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import { lockDataFolder } from "./data-folder-lock.ts";
import { PrismaClient } from "./generated/client.ts";
import { announce, listen, type ProcessMessages } from "./process-messages.ts";
import { pgliteSql, postgresSql, type Sql } from "./sql.ts";

/** One open database. The same SQL, migrations and Prisma schema serve both kinds (docs/decisions/0001). */
export interface Database {
  readonly kind: "postgres" | "embedded";
  readonly sql: Sql;
  readonly prisma: PrismaClient;
  /** What migrations go through. */
  readonly adapter: SqlMigrationAwareDriverAdapterFactory;
  /** The embedded database has a single process, so there is nobody to tell. */
  readonly messages: ProcessMessages;
  /** What the pool of this process holds right now; `waiting` are requests without a connection. */
  connections(): { idle: number; used: number; waiting: number };
  /** Also ends listening. */
  close(): Promise<void>;
}

/** Connections per process, and how long a request may wait for one, or for a statement, before it is answered 503. */
export const POOL_LIMITS = { connections: 10, acquireMs: 5_000, statementMs: 30_000, lockMs: 5_000 } as const;
/** A new connection has to plan every statement again, and IdPs call every few minutes. */
const IDLE_CONNECTION_MS = 10 * 60_000;

/** @param url `postgresql://…` */
export async function openPostgres(url: string): Promise<Database> {
  const { Pool } = (await import("pg")).default;
  const pool = new Pool({
    connectionString: url,
    max: POOL_LIMITS.connections,
    connectionTimeoutMillis: POOL_LIMITS.acquireMs,
    idleTimeoutMillis: IDLE_CONNECTION_MS,
    keepAlive: true,
    // What is asked on one connection at once is sent at once; whoever awaits each answer notices nothing.
    pipeline: true,
    statement_timeout: POOL_LIMITS.statementMs,
    lock_timeout: POOL_LIMITS.lockMs,
    idle_in_transaction_session_timeout: POOL_LIMITS.statementMs,
    application_name: "rollcall",
    // Statements here are short. Compiling one takes longer than running it, up to two seconds where an estimate is far off.
    options: "-c jit=off",
  });
  // An idle connection that the server closes must not end the process; the next query opens a new one.
  pool.on("error", () => {});
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  const sql = postgresSql(pool);
  const listening: (() => Promise<void>)[] = [];
  return {
    kind: "postgres",
    sql,
    prisma,
    // For migrations, which may take longer than any request: a connection of its own without limits, gone when it is idle.
    adapter: new PrismaPg({ connectionString: url, max: 1, idleTimeoutMillis: 1_000, application_name: "rollcall" }),
    messages: {
      announce: (channel, text) => announce(sql, channel, text),
      hear(log, listeners) {
        if (!pool.ended) listening.push(listen(url, log, listeners));
      },
    },
    connections: () => ({
      idle: pool.idleCount,
      used: pool.totalCount - pool.idleCount,
      waiting: pool.waitingCount,
    }),
    async close() {
      await Promise.all(listening.splice(0).map((stop) => stop()));
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

/**
 * PostgreSQL in this process, data in `folder`; `null` keeps it in memory.
 * @throws DataFolderLocked when another process has the folder open.
 */
export async function openEmbedded(folder: string | null): Promise<Database> {
  const release = folder ? lockDataFolder(folder) : () => {};
  try {
    const { PGlite } = await import("@electric-sql/pglite");
    const { PrismaPGlite } = await import("pglite-prisma-adapter");
    if (folder) mkdirSync(join(folder, "pg"), { recursive: true, mode: 0o700 });
    const pglite = await PGlite.create(folder ? join(folder, "pg") : undefined);
    const adapter = new PrismaPGlite(pglite);
    const prisma = new PrismaClient({ adapter });
    return {
      kind: "embedded",
      sql: pgliteSql(pglite),
      prisma,
      adapter,
      messages: { announce: async () => {}, hear() {} },
      connections: () => ({ idle: 0, used: 1, waiting: 0 }),
      async close() {
        await prisma.$disconnect();
        if (!pglite.closed) await pglite.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}
