import type { Database } from "#lib/db/database.ts";
import { ATTACH_ARRIVED } from "#lib/db/late-arrivals.ts";
import type { Sql } from "#lib/db/sql.ts";

/**
 * A database whose statements are counted, those within transactions one by one. What Prisma sends is not, and neither
 * is what no request waits for.
 */
export function countStatements(database: Database): { database: Database; statements: string[] } {
  const statements: string[] = [];
  const counted = (sql: Sql): Sql => ({
    concurrent: sql.concurrent,
    query(text, parameters) {
      if (text !== ATTACH_ARRIVED) statements.push(text);
      return sql.query(text, parameters);
    },
    script(text) {
      statements.push(text);
      return sql.script(text);
    },
    transaction: (work) => sql.transaction((inside) => work(counted(inside))),
  });
  return { database: { ...database, sql: counted(database.sql) }, statements };
}
