import { PgBoss } from "pg-boss";
import type { Sql } from "#lib/db/sql.ts";
import { idempotency } from "./idempotency.ts";
import type { Job } from "./job.ts";
import { logCounts } from "./log-counts.ts";
import { mappingRuns } from "./mapping-runs.ts";
import { policies, remind, watch } from "./notices.ts";
import { retention } from "./retention.ts";
import type { JobServices } from "./services.ts";
import { webhooks } from "./webhooks.ts";

const JOBS: readonly Job[] = [mappingRuns, logCounts, retention, idempotency, webhooks, watch, remind, policies];

/** pg-boss on the connection we have: the pool, or the embedded database that nobody else may open (house, D6). */
const executeSql = (sql: Sql) => async (text: string, values?: unknown[]) => ({
  rows: values && values.length > 0 ? await sql.query(text, values as never) : await sql.script(text),
});

/** The background work of a process. */
export interface Jobs {
  /** Lets a queue be worked on soon, by this process or another one. */
  wake(queue: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the background work of this process; several processes on one database share it. */
export async function startJobs(services: JobServices): Promise<Jobs> {
  const boss = new PgBoss({ db: { executeSql: executeSql(services.sql) } as never });
  boss.on("error", (error) => services.log.error({ err: error }, "background work"));
  await boss.start();
  for (const job of JOBS) {
    await boss.createQueue(job.queue);
    const polling = job.pollingSeconds === undefined ? {} : { pollingIntervalSeconds: job.pollingSeconds };
    await boss.work(job.queue, polling, (batch) => {
      const work = () =>
        job.run(
          services,
          batch.map(({ data }) => data),
        );
      const attributes = { "rollcall.queue": job.queue, "rollcall.batch": batch.length };
      return services.traced ? services.traced(`job ${job.queue}`, "internal", attributes, work) : work();
    });
    if (job.schedule) await boss.schedule(job.queue, job.schedule);
  }
  return {
    async wake(queue) {
      await boss.send(queue, {});
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}
