import { PgBoss } from "pg-boss";
import type { Sql } from "#lib/db/sql.ts";
import { idempotency } from "./idempotency.ts";
import type { Job } from "./job.ts";
import { policies, remind, watch } from "./notices.ts";
import { retention } from "./retention.ts";
import type { JobServices } from "./services.ts";
import { webhooks } from "./webhooks.ts";

const JOBS: readonly Job[] = [retention, idempotency, webhooks, watch, remind, policies];

/** pg-boss on the connection we have: the pool, or the embedded database that nobody else may open (house, D6). */
const executeSql = (sql: Sql) => async (text: string, values?: unknown[]) => ({
  rows: values && values.length > 0 ? await sql.query(text, values as never) : await sql.script(text),
});

/** Starts the background work of this process; several processes on one database share it. @returns how to stop it */
export async function startJobs(services: JobServices): Promise<() => Promise<void>> {
  const boss = new PgBoss({ db: { executeSql: executeSql(services.sql) } as never });
  boss.on("error", (error) => services.log.error({ err: error }, "background work"));
  await boss.start();
  for (const job of JOBS) {
    await boss.createQueue(job.queue);
    await boss.work(job.queue, (batch) =>
      job.run(
        services,
        batch.map(({ data }) => data),
      ),
    );
    if (job.schedule) await boss.schedule(job.queue, job.schedule);
  }
  return () => boss.stop({ graceful: true, timeout: 5_000 });
}
