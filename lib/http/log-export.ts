import type { LogLine } from "#lib/directory/log-context.ts";
import { asCsv } from "./csv.ts";

/** One row for each request; times in UTC. */
export const logAsCsv = (lines: AsyncIterable<readonly LogLine[]>) =>
  asCsv(lines, {
    time_utc: ({ entry }) => entry.at,
    result: ({ entry }) => entry.outcome,
    operation: ({ entry }) => entry.operation,
    what_happened: ({ entry }) => entry.sentence,
    cause: ({ entry }) => entry.cause?.code,
    cause_title: ({ entry }) => entry.cause?.title,
    method: ({ entry }) => entry.method,
    path: ({ entry }) => entry.path,
    status: ({ entry }) => entry.status,
    scim_type: ({ entry }) => entry.scimType,
    duration_ms: ({ entry }) => entry.durationMs,
    target_type: ({ entry }) => entry.targetType,
    target_id: ({ entry }) => entry.targetId,
    target_name: ({ entry }) => entry.targetName,
    changed_attributes: ({ attributes }) => attributes.join(" "),
    dialect: ({ dialect }) => dialect,
    deviations: ({ deviations }) => deviations.join(" "),
    token: ({ entry }) => entry.tokenPrefix,
    ip: ({ ip }) => ip,
    user_agent: ({ userAgent }) => userAgent,
    request_id: ({ entry }) => entry.requestId,
    id: ({ entry }) => entry.id,
  });

/** One JSON object on each line. */
export async function* logAsJsonLines(lines: AsyncIterable<readonly LogLine[]>): AsyncGenerator<string> {
  for await (const piece of lines) {
    yield piece.map(({ entry, ...rest }) => `${JSON.stringify({ ...entry, ...rest })}\n`).join("");
  }
}
