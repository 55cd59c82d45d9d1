/**
 * PostgreSQL plans a prepared statement by what it knows of the tables, and keeps the plan until it knows better. What was
 * planned for the first people of a new directory would walk through all of them when there are thousands, and a first
 * synchronization brings thousands within the minute that autovacuum takes to notice; the embedded database never
 * notices. So the process that writes them says so: each time it has written twice as many.
 */
import type { Sql } from "./sql.ts";

const FIRST_ROWS = 50;

/** The tables that grow with what is written. Each kind is counted for itself: a group of thousands may follow one person. */
const GROWING = {
  people: "directory_user, member",
  groups: "directory_group",
  members: "directory_membership, directory_subgroup, waiting_member",
} as const;
export type Growing = keyof typeof GROWING;

interface Growth {
  rows: number;
  next: number;
}
const growths = new WeakMap<Sql, Map<Growing, Growth>>();

/**
 * Counts rows that this process has written. Looking at the tables anew goes on behind the requests; that it failed means
 * only that autovacuum will do it.
 */
export function noteGrowth(sql: Sql, kind: Growing, rows: number): void {
  const kinds = growths.get(sql) ?? new Map<Growing, Growth>();
  growths.set(sql, kinds);
  const growth = kinds.get(kind) ?? { rows: 0, next: FIRST_ROWS };
  kinds.set(kind, growth);
  growth.rows += rows;
  if (growth.rows < growth.next) return;
  growth.next = growth.rows * 2;
  // Large rows, read whole: where autovacuum works, these are left to it.
  const written = sql.concurrent ? "" : ", event, provisioning_entry";
  sql.script(`analyze ${GROWING[kind]}${written}`).catch(() => {});
}
