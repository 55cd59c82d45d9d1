/** The overview of a directory: how it is, since when, and what to do about it. */
import * as z from "zod/mini";
import { time } from "./common.ts";
import { Directory } from "./directory.ts";
import { CauseGroup } from "./log.ts";

/** `off`: switched off for good; `attention`: it works, and something is wrong. */
export const HealthState = z.enum(["not_set_up", "waiting", "testing", "healthy", "attention", "paused", "off"]);
export type HealthState = z.infer<typeof HealthState>;

/** What is said of a directory in a list: the same words and states as on its own page. */
export const StatedDirectory = z.extend(Directory, { health: HealthState, cause: z.string() });
export type StatedDirectory = z.infer<typeof StatedDirectory>;
export const StatedDirectoryList = z.object({ data: z.array(StatedDirectory) });

export const HealthIssue = z.object({
  code: z.enum([
    "tokens-refused",
    "strangers",
    "errors",
    "throttled",
    "slow",
    "silent",
    "token-expiring",
    "token-expired",
    "no-token",
  ]),
  title: z.string(),
  words: z.string(),
  /** Below the directory's page: `/log?…`, `/tokens`. */
  path: z.string(),
  /** What the link says. */
  action: z.string(),
});
export type HealthIssue = z.infer<typeof HealthIssue>;

/** People arriving in numbers. It begins and ends by itself. */
export const Backfill = z.object({
  startedAt: time,
  /** The last arrival, once they have stopped. */
  endedAt: z.nullable(time),
  people: z.number(),
  /** Of the last minutes. */
  perMinute: z.number(),
  errors: z.number(),
  throttled: z.number(),
});
export type Backfill = z.infer<typeof Backfill>;

export const DirectoryHealth = z.object({
  state: HealthState,
  since: z.nullable(time),
  /** Why it is so, in one sentence. */
  cause: z.string(),
  /** When a pause ends by itself. */
  pausedUntil: z.nullable(time),
  issues: z.array(HealthIssue),
  lastDay: z.object({
    requests: z.number(),
    changes: z.number(),
    refused: z.number(),
    failed: z.number(),
    throttled: z.number(),
    unauthorized: z.number(),
    /** Milliseconds of the newest thousand requests; null: none. */
    p95Ms: z.nullable(z.number()),
  }),
  /** Seconds that it usually leaves between two runs of requests; null: not known yet. */
  rhythmSeconds: z.nullable(z.number()),
  backfill: z.nullable(Backfill),
  left: z.array(z.object({ step: z.string(), done: z.boolean(), path: z.string() })),
  topCauses: z.array(CauseGroup),
});
export type DirectoryHealth = z.infer<typeof DirectoryHealth>;

export const SwitchOff = z.object({ people: z.enum(["keep", "suspend", "remove"]) });
export type SwitchOff = z.infer<typeof SwitchOff>;
