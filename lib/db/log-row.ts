import type { LogEntry, LogEntryDetail, LogOutcome } from "#lib/contract/log.ts";
import { describeDeviation } from "#lib/scim/deviation.ts";

export interface LogRow extends Record<string, unknown> {
  id: string;
  at: Date;
  outcome: LogOutcome;
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
  changes: LogEntryDetail["changes"];
  request: LogEntryDetail["request"];
  response: LogEntryDetail["response"];
}

/** Without the bodies, which only the detail shows. */
export const LOG_COLUMNS = `id, at, outcome, sentence, method, path, status, scim_type, duration_ms, target_type, target_id,
  target_name, token_prefix, request_id`;

export const toLogEntry = (row: LogRow): LogEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  outcome: row.outcome,
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

export const toLogEntryDetail = (row: LogDetailRow): LogEntryDetail => ({
  ...toLogEntry(row),
  userAgent: row.user_agent,
  ip: row.ip,
  dialect: row.dialect,
  deviations: row.deviations.map((code) => ({ code, words: describeDeviation(code) })),
  changes: row.changes,
  request: row.request,
  response: row.response,
});
