import { startJobs } from "#lib/jobs/start.ts";
import { services } from "./services.ts";

const shared = globalThis as typeof globalThis & { rollcallJobs?: Promise<(() => Promise<void>) | undefined> };

/**
 * Starts the background work once per process, without keeping the first request waiting for it. A database that does
 * not answer yet is logged: the dashboard and the SCIM API say so themselves, and a restart tries again.
 */
export async function startBackgroundWork(): Promise<void> {
  const opened = await services();
  shared.rollcallJobs ??= startJobs({ ...opened, sql: opened.database.sql }).catch((error) => {
    opened.log.error({ err: error }, "background work could not be started");
    return undefined;
  });
}

/** Lets running jobs end. */
export async function stopBackgroundWork(): Promise<void> {
  const stop = await shared.rollcallJobs;
  await stop?.();
}
