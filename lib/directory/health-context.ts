import type { LogBucket } from "#lib/contract/log.ts";
import type { AuditWrite } from "./admin-context.ts";
import type { EventWrite } from "./context.ts";

/** What the log of one directory says in numbers. */
export interface HealthFacts {
  readonly lastDay: Omit<LogBucket, "from" | "to"> & { readonly throttled: number; readonly unauthorized: number };
  readonly p95Ms: number | null;
  /** Ninetieth percentile of the gaps between runs of requests in two weeks, and how many there were. */
  readonly gapSeconds: number | null;
  readonly gaps: number;
  /** Arrivals of people by the minute, newest first, of the last six hours. */
  readonly arrivals: readonly {
    readonly minute: Date;
    readonly created: number;
    readonly refused: number;
    readonly throttled: number;
  }[];
  readonly lastProblemAt: Date | null;
  readonly pausedAt: Date | null;
  readonly pausedUntil: Date | null;
  readonly switchedOffAt: Date | null;
  /** Prefixes of dead tokens that still call, with how often in a day. */
  readonly deadTokens: readonly { readonly prefix: string; readonly name: string | null; readonly calls: number }[];
  readonly groups: boolean;
  readonly roles: boolean;
}

export interface HealthStore {
  facts(directoryId: string, now: Date): Promise<HealthFacts>;
  /** Ends every token and client, deals with the people, and marks the directory. */
  switchOff(
    directoryId: string,
    people: "keep" | "suspend" | "remove",
    audit: AuditWrite,
    events: readonly EventWrite[],
  ): Promise<void>;
  /** Lets the directory be used again, with new tokens. */
  switchOn(directoryId: string, audit: AuditWrite): Promise<void>;
}

/** Keeps the counts of the log up to date. */
export interface LogCounts {
  countAll(now: Date): Promise<void>;
}
