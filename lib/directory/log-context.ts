/** What the verbs of the provisioning log ask of the storage (implemented in lib/db/log-store.ts). */
import type { AttributeChange, LogBucket, LogEntry, LogFilters, LogQuery } from "#lib/contract/log.ts";
import type { Provider } from "#lib/contract/provider.ts";
import type { AuditWrite } from "./admin-context.ts";

/** An entry as it is kept, before anything is masked. */
export interface LogRecord {
  readonly entry: LogEntry;
  readonly provider: Provider;
  readonly userAgent: string | null;
  readonly ip: string | null;
  readonly dialect: string | null;
  /** Codes of lib/scim/deviation.ts. */
  readonly deviations: readonly string[];
  readonly changes: readonly (typeof AttributeChange)["_zod"]["output"][];
  readonly request: { readonly query: string | null; readonly body: unknown };
  readonly response: { readonly body: unknown };
  readonly tokenId: string | null;
  readonly tokenName: string | null;
}

/** A line of the export. */
export interface LogLine {
  readonly entry: LogEntry;
  readonly dialect: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly deviations: readonly string[];
  /** Names of the attributes that changed. */
  readonly attributes: readonly string[];
}

export interface CauseCount {
  readonly code: string;
  readonly entries: number;
  readonly affected: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** How a histogram is cut: whole days of a time zone, or equal pieces. */
export interface Buckets {
  readonly from: Date;
  readonly to: Date;
  readonly stepSeconds: number;
  /** IANA name: where days begin. */
  readonly timeZone: string;
}

export interface LogStore {
  page(directoryId: string, query: LogQuery): Promise<{ data: LogEntry[]; nextCursor: string | null }>;
  find(directoryId: string, entryId: string): Promise<LogRecord | undefined>;
  /** As `find`, and an audit line that somebody looked behind the masks. */
  reveal(directoryId: string, entryId: string, audit: AuditWrite): Promise<LogRecord | undefined>;
  /** The newest entries about one person or group. */
  recent(directoryId: string, targetId: string): Promise<LogEntry[]>;
  /** Everything that fits, newest first, in pieces: memory does not grow with the log. */
  lines(directoryId: string, filters: LogFilters, audit: AuditWrite): AsyncIterable<LogLine[]>;
  causes(directoryId: string, filters: LogFilters): Promise<CauseCount[]>;
  /** Requests by stretch of time. `complete` false: more than 20,000 fitted a filter that is not counted beforehand. */
  histogram(
    directoryId: string,
    filters: LogFilters,
    buckets: Buckets,
  ): Promise<{ data: LogBucket[]; complete: boolean }>;
}
