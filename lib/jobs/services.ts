import type { Sql } from "#lib/db/sql.ts";
import type { LogCounts } from "#lib/directory/health-context.ts";
import type { IdempotencyStore } from "#lib/directory/idempotency.ts";
import type { MappingStore, RunStore } from "#lib/directory/mapping/store.ts";
import type { NoticeContext } from "#lib/directory/notices.ts";
import type { RetentionStore } from "#lib/directory/retention.ts";
import type { Dispatcher, Traced } from "#lib/directory/webhook-dispatch.ts";

/** What the jobs need of the process they run in. */
export interface JobServices {
  readonly sql: Sql;
  readonly retention: RetentionStore;
  readonly mapping: MappingStore;
  readonly runs: RunStore;
  readonly idempotency: IdempotencyStore;
  readonly dispatcher: Dispatcher;
  /** Settings that jobs go by. */
  readonly env: { readonly EVENT_RETENTION_DAYS: number };
  readonly noticeContext: NoticeContext;
  readonly logCounts: LogCounts;
  readonly now: () => Date;
  /** A new time-ordered UUID. */
  readonly newId: () => string;
  /** Absent: nothing is traced. */
  readonly traced?: Traced;
  readonly log: { info(facts: object, message: string): void; error(facts: object, message: string): void };
}
