import { CAUSES, isCauseCode } from "#lib/causes/catalogue.ts";
import type { LogEntry, LogOperation, LogOutcome } from "#lib/contract/log.ts";
import type { Provider } from "#lib/contract/provider.ts";
import type { LogRecord } from "#lib/directory/log-context.ts";

export interface LogRow extends Record<string, unknown> {
  id: string;
  at: Date;
  outcome: LogOutcome;
  operation: LogOperation;
  cause: string | null;
  sentence: string;
  method: string;
  path: string;
  status: number;
  scim_type: string | null;
  duration_ms: number;
  target_type: "User" | "Group" | null;
  target_id: string | null;
  target_name: string | null;
  token_prefix: string | null;
  request_id: string;
}
export interface LogDetailRow extends LogRow {
  user_agent: string | null;
  ip: string | null;
  dialect: string | null;
  deviations: string[];
  changes: LogRecord["changes"];
  request: LogRecord["request"];
  response: LogRecord["response"];
  token_id: string | null;
  token_name: string | null;
  provider: Provider;
}

/** Without the bodies, which only the detail shows. The table is called `e`. */
export const LOG_COLUMNS = `e.id, e.at, e.outcome, e.operation, e.cause, e.sentence, e.method, e.path, e.status, e.scim_type,
  e.duration_ms, e.target_type, e.target_id, e.target_name, e.token_prefix, e.request_id`;

/** A cause of a former version is shown by its code. */
export const causeTitle = (code: string) => (isCauseCode(code) ? CAUSES[code].title : code);

export const toLogEntry = (row: LogRow): LogEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  outcome: row.outcome,
  operation: row.operation,
  cause: row.cause === null ? null : { code: row.cause, title: causeTitle(row.cause) },
  sentence: row.sentence,
  method: row.method,
  path: row.path,
  status: row.status,
  scimType: row.scim_type,
  durationMs: row.duration_ms,
  targetType: row.target_type,
  targetId: row.target_id,
  targetName: row.target_name,
  tokenPrefix: row.token_prefix,
  requestId: row.request_id,
});

export const toLogRecord = (row: LogDetailRow): LogRecord => ({
  entry: toLogEntry(row),
  provider: row.provider,
  userAgent: row.user_agent,
  ip: row.ip,
  dialect: row.dialect,
  deviations: row.deviations,
  changes: row.changes,
  request: row.request,
  response: row.response,
  tokenId: row.token_id,
  tokenName: row.token_name,
});
