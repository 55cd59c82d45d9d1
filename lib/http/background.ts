import { startDispatcher } from "#lib/directory/webhook-dispatch.ts";
import { type Jobs, startJobs } from "#lib/jobs/start.ts";
import { sender } from "#lib/webhooks/send.ts";
import { type Services, services, sharedDispatcher } from "./services.ts";
import { traced, tracing } from "./tracing.ts";

const noticeContext = ({ notices, admin, outside, env, now, newId }: Services) => ({
  notices,
  stores: admin,
  outside,
  baseUrl: env.BASE_URL,
  now,
  newId,
});

/** Next's bundle and Node each have their own copy of this module; the jobs of the process are one. */
const shared = globalThis as typeof globalThis & { rollcallJobs?: Promise<Jobs | undefined> };

/** Sends webhooks from now on. */
function dispatcherOf(opened: Services) {
  const send = sender({ allowPrivate: opened.env.ALLOW_PRIVATE_WEBHOOKS });
  sharedDispatcher.rollcallDispatcher ??= startDispatcher({ ...opened, send, traced, random: Math.random });
  return sharedDispatcher.rollcallDispatcher;
}

/**
 * Starts the background work once per process, without keeping the first request waiting for it. A database that does
 * not answer yet is logged: the dashboard and the SCIM API say so themselves, and a restart tries again.
 */
export async function startBackgroundWork(): Promise<void> {
  const opened = await services();
  const dispatcher = dispatcherOf(opened);
  shared.rollcallJobs ??= startJobs({
    ...opened,
    sql: opened.database.sql,
    dispatcher,
    traced,
    noticeContext: noticeContext(opened),
  }).catch((error) => {
    opened.log.error({ err: error }, "background work could not be started");
    return undefined;
  });
}

/** Lets running jobs and deliveries under way end. */
export async function stopBackgroundWork(): Promise<void> {
  const jobs = await shared.rollcallJobs;
  await Promise.all([jobs?.stop(), sharedDispatcher.rollcallDispatcher?.stop()]);
  await tracing.rollcallTracing?.flush().catch(() => {});
}
