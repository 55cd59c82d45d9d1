import { purgeExpired } from "#lib/directory/retention.ts";
import type { Job } from "./job.ts";

/** Every night at 03:17 UTC: off the hour, when others start theirs. */
export const retention: Job = {
  queue: "retention",
  schedule: "17 3 * * *",
  async run({ log, retention: store, now, env }) {
    log.info(await purgeExpired(store, now(), { eventDays: env.EVENT_RETENTION_DAYS }), "retention");
  },
};
