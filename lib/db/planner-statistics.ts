/**
 * PostgreSQL plans a prepared statement by what it knows of the tables, and keeps the plan until it knows better. What was
 * planned for the first people of a new directory would walk through all of them when there are thousands, and a first
 * synchronization brings thousands within the minute that autovacuum takes to notice; the embedded database never
 * notices. So the process that writes them says so: each time it has written twice as many.
 */
import type { Sql } from "./sql.ts";

const FIRST_ROWS = 50;
const ANALYZE =
  "analyze directory_user, directory_group, directory_membership, waiting_member, member, event, provisioning_entry";

interface Growth {
  rows: number;
  next: number;
}
const growths = new WeakMap<Sql, Growth>();

/**
 * Counts rows that this process has written. Looking at the tables anew goes on behind the requests; that it failed means
 * only that autovacuum will do it.
 */
export function noteGrowth(sql: Sql, rows: number): void {
  const growth = growths.get(sql) ?? { rows: 0, next: FIRST_ROWS };
  growths.set(sql, growth);
  growth.rows += rows;
  if (growth.rows < growth.next) return;
  growth.next = growth.rows * 2;
  sql.script(ANALYZE).catch(() => {});
}
