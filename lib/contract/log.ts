/** The provisioning log. */
import * as z from "zod/mini";
import { page, time } from "./common.ts";

/** `changed`: something was written. `read`: answered without a change. `refused`: 4xx. `failed`: 5xx. */
export const LogOutcome = z.enum(["changed", "read", "refused", "failed"]);
export type LogOutcome = z.infer<typeof LogOutcome>;

/** What the IdP wanted. `group`: a group itself; `membership`: who is in it; `test`: a connection test or discovery. */
export const LOG_OPERATIONS = [
  "create",
  "update",
  "deactivate",
  "reactivate",
  "delete",
  "group",
  "membership",
  "read",
  "test",
] as const;
export const LogOperation = z.enum(LOG_OPERATIONS);
export type LogOperation = z.infer<typeof LogOperation>;

/** Why it went wrong or only half right; the codes are those of lib/causes. */
export const LogCause = z.object({ code: z.string(), title: z.string() });

export const LogEntry = z.object({
  id: z.string(),
  at: time,
  outcome: LogOutcome,
  operation: LogOperation,
  cause: z.nullable(LogCause),
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

const word = z.string().check(z.maxLength(200));
const instant = z.iso.datetime({ offset: true });
/** Several values of one filter stand in one parameter, separated by commas. */
const several = <Value extends string>(value: z.ZodMiniType<Value, string>) =>
  z.pipe(
    z.pipe(
      word,
      z.transform((text: string) => text.split(",").filter((part) => part !== "")),
    ),
    z.array(value as z.ZodMiniType<Value, string>).check(z.maxLength(10)),
  ) as unknown as z.ZodMiniType<Value[], string>;

/** What an entry has to be to be shown; everything given has to hold. */
export const LogFilters = z.object({
  outcome: z.optional(several(LogOutcome)),
  operation: z.optional(several(LogOperation)),
  /** Codes of lib/causes; `any`: entries that have a cause. */
  cause: z.optional(several(word)),
  /** Ids of a user or group. */
  person: z.optional(word),
  group: z.optional(word),
  token: z.optional(word),
  dialect: z.optional(word),
  /** `404`, or `4xx` for all of a kind. */
  status: z.optional(several(z.string().check(z.regex(/^[1-5](xx|\d\d)$/, "A status such as 404 or 4xx.")))),
  /** Name of an attribute that changed, such as `title`. */
  attribute: z.optional(word),
  /** How far back from now; `from` and `to` win over it. */
  last: z.optional(z.enum(["1h", "24h", "7d", "30d"])),
  from: z.optional(instant),
  to: z.optional(instant),
  /** Words, or their beginnings, of the person or group, the sentence, an id or the request id. */
  q: z.optional(word),
});
export type LogFilters = z.infer<typeof LogFilters>;
/** As they stand in the address. */
export type LogFilterWords = Partial<Record<keyof LogFilters, string | undefined>>;
export const LogQuery = z.extend(LogFilters, { cursor: z.optional(z.string().check(z.maxLength(1_000))) });
export type LogQuery = z.infer<typeof LogQuery>;

/** One changed attribute. `before` or `after` is absent when the attribute was added or removed. */
export const AttributeChange = z.object({
  attribute: z.string(),
  before: z.optional(z.unknown()),
  after: z.optional(z.unknown()),
});
export const LogStep = z.object({
  name: z.enum(["received", "authenticated", "matched", "mapped", "applied"]),
  state: z.enum(["done", "stopped", "skipped", "warned"]),
  words: z.string(),
});
export type LogStep = z.infer<typeof LogStep>;

/** Why it went wrong, and where to mend it. */
export const Advice = z.object({
  code: z.string(),
  title: z.string(),
  why: z.string(),
  fix: z.string(),
  severity: z.enum(["refused", "incomplete", "notice", "ours"]),
  /** Menu path in the IdP, level by level. */
  menu: z.nullable(z.array(z.string())),
  /** Page of the directory. */
  page: z.nullable(z.string()),
});
export type Advice = z.infer<typeof Advice>;

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
  tokenId: z.nullable(z.string()),
  tokenName: z.nullable(z.string()),
  /** How far it came: received, authenticated, matched, mapped, applied. */
  steps: z.array(LogStep),
  advice: z.nullable(Advice),
  /** Whether personal data in bodies and changes is masked. */
  masked: z.boolean(),
});
export type LogEntryDetail = z.infer<typeof LogEntryDetail>;

/** Entries of one cause. */
export const CauseGroup = z.object({
  code: z.string(),
  title: z.string(),
  severity: z.enum(["refused", "incomplete", "notice", "ours"]),
  entries: z.number(),
  /** People and groups it is about, and how many have no name. */
  affected: z.number(),
  firstAt: z.string(),
  lastAt: z.string(),
  advice: Advice,
});
export type CauseGroup = z.infer<typeof CauseGroup>;
export const CauseGroups = z.object({ data: z.array(CauseGroup) });
export type CauseGroups = z.infer<typeof CauseGroups>;

/** Requests of one stretch of time by what came of them. */
export const LogBucket = z.object({
  from: z.string(),
  to: z.string(),
  changed: z.number(),
  read: z.number(),
  refused: z.number(),
  failed: z.number(),
});
export type LogBucket = z.infer<typeof LogBucket>;
/** `complete` false: there were more than could be counted, and the oldest buckets are too low. */
export const LogHistogram = z.object({ data: z.array(LogBucket), complete: z.boolean() });
export type LogHistogram = z.infer<typeof LogHistogram>;
/** The filters, and the IANA time zone in whose days a chart is cut. */
export const LogHistogramQuery = z.extend(LogFilters, { timeZone: z.optional(word) });
export const LogExportQuery = z.extend(LogFilters, { format: z._default(z.enum(["csv", "jsonl"]), "csv") });
