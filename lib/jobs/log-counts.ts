import type { Job } from "./job.ts";

/** Keeps charts and health cheap: the log is counted as it settles, whether somebody looks or not. */
export const logCounts: Job = {
  queue: "log-counts",
  schedule: "*/5 * * * *",
  async run({ logCounts: counts, now }) {
    await counts.countAll(now());
  },
};
