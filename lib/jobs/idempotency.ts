import { purgeIdempotencyKeys } from "#lib/directory/idempotency.ts";
import type { Job } from "./job.ts";

/** Every hour, off the hour. */
export const idempotency: Job = {
  queue: "idempotency",
  schedule: "41 * * * *",
  async run({ log, idempotency: store, now }) {
    log.info({ forgotten: await purgeIdempotencyKeys(store, now()) }, "idempotency keys");
  },
};
