import { workRuns } from "#lib/directory/mapping/runs.ts";
import type { Job } from "./job.ts";

/**
 * Works on what waits: woken when a run is made, and every minute for runs whose process has ended. Processes that come
 * at the same time take different runs.
 */
export const mappingRuns: Job = {
  queue: "mapping-runs",
  schedule: "* * * * *",
  pollingSeconds: 0.5,
  run: (services) => workRuns(services),
};
