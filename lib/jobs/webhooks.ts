import type { Job } from "./job.ts";

/**
 * The dispatcher wakes at every change and looks for itself each second (docs/decisions/0012). This makes one process
 * of all look once a minute too, whatever became of the others' timers.
 */
export const webhooks: Job = {
  queue: "webhooks",
  schedule: "* * * * *",
  run: ({ dispatcher }) => dispatcher.drain(),
};
