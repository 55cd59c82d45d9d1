import type { JobServices } from "./services.ts";

/** One kind of background work: a queue of pg-boss, and what it does with each batch. Each job calls a verb. */
export interface Job {
  readonly queue: string;
  /** Cron, in UTC. Without it the queue is filled by whoever has work for it. */
  readonly schedule?: string;
  /** How often to look for work; 2 seconds unless said. */
  readonly pollingSeconds?: number;
  run(services: JobServices, data: readonly unknown[]): Promise<void>;
}
