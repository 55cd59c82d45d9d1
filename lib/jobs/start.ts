import { PgBoss } from "pg-boss";
import type { Sql } from "#lib/db/sql.ts";
import { purgeExpired, type RetentionStore } from "#lib/directory/retention.ts";

const RETENTION = "retention";
/** Every night at 03:17 UTC: off the hour, when others start theirs. */
const NIGHTLY = "17 3 * * *";

/** What the jobs need of the process they run in. */
export interface JobServices {
  readonly sql: Sql;
  readonly retention: RetentionStore;
  readonly now: () => Date;
  readonly log: { info(facts: object, message: string): void; error(facts: object, message: string): void };
}

/** pg-boss on the connection we have: the pool, or the embedded database that nobody else may open (house, D6). */
const executeSql = (sql: Sql) => async (text: string, values?: unknown[]) => ({
  rows: values && values.length > 0 ? await sql.query(text, values as never) : await sql.script(text),
});

/** Starts the background work of this process; several processes on one database share it. @returns how to stop it */
export async function startJobs({ sql, log, retention, now }: JobServices): Promise<() => Promise<void>> {
  const boss = new PgBoss({ db: { executeSql: executeSql(sql) } as never });
  boss.on("error", (error) => log.error({ err: error }, "background work"));
  await boss.start();
  await boss.createQueue(RETENTION);
  await boss.work(RETENTION, async () => {
    const purged = await purgeExpired(retention, now());
    log.info(purged, "retention");
  });
  await boss.schedule(RETENTION, NIGHTLY);
  return () => boss.stop({ graceful: true, timeout: 5_000 });
}
