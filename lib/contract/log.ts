/** The provisioning log. */
import * as z from "zod/mini";
import { page, time } from "./common.ts";

/** `changed`: something was written. `read`: answered without a change. `refused`: 4xx. `failed`: 5xx. */
export const LogOutcome = z.enum(["changed", "read", "refused", "failed"]);
export type LogOutcome = z.infer<typeof LogOutcome>;

export const LogEntry = z.object({
  id: z.string(),
  at: time,
  outcome: LogOutcome,
  /** One sentence in plain words: "Okta set Ana Lima inactive; the membership was removed." */
  sentence: z.string(),
  method: z.string(),
  path: z.string(),
  status: z.number(),
  scimType: z.nullable(z.string()),
  durationMs: z.number(),
  targetType: z.nullable(z.enum(["User", "Group"])),
  targetId: z.nullable(z.string()),
  targetName: z.nullable(z.string()),
  tokenPrefix: z.nullable(z.string()),
  requestId: z.string(),
});
export type LogEntry = z.infer<typeof LogEntry>;
export const LogPage = page(LogEntry);
export type LogPage = z.infer<typeof LogPage>;
export const LogQuery = z.object({
  outcome: z.optional(LogOutcome),
  /** Matches the person or group, the sentence or the request id. */
  q: z.optional(z.string().check(z.maxLength(200))),
  cursor: z.optional(z.string().check(z.maxLength(1_000))),
});
export type LogQuery = z.infer<typeof LogQuery>;

/** One changed attribute. `before` or `after` is absent when the attribute was added or removed. */
export const AttributeChange = z.object({
  attribute: z.string(),
  before: z.optional(z.unknown()),
  after: z.optional(z.unknown()),
});
export const LogEntryDetail = z.extend(LogEntry, {
  userAgent: z.nullable(z.string()),
  ip: z.nullable(z.string()),
  /** How the IdP spoke: `okta`, `entra`, `entra-scim`, … */
  dialect: z.nullable(z.string()),
  /** Tolerated deviations from the RFCs, e.g. `boolean-as-string`, with what each means. */
  deviations: z.array(z.object({ code: z.string(), words: z.string() })),
  changes: z.array(AttributeChange),
  /** Redacted bodies; long lists are cut and say so. `null`: there was none, or it is not kept for reads. */
  request: z.object({ query: z.nullable(z.string()), body: z.unknown() }),
  response: z.object({ body: z.unknown() }),
});
export type LogEntryDetail = z.infer<typeof LogEntryDetail>;
