import { adviceFor } from "#lib/causes/advice.ts";
import { isCauseCode } from "#lib/causes/catalogue.ts";
import type {
  Advice,
  CauseGroup,
  LogEntryDetail,
  LogFilters,
  LogHistogram,
  LogOutcome,
  LogPage,
  LogQuery,
} from "#lib/contract/log.ts";
import type { Provider } from "#lib/contract/provider.ts";
import { describeDeviation } from "#lib/scim/deviation.ts";
import type { AdminContext } from "./admin-context.ts";
import { audit } from "./audit.ts";
import { requireDirectory } from "./directories.ts";
import { DirectoryError, notFound } from "./error.ts";
import type { LogLine, LogRecord } from "./log-context.ts";
import { isPersonal, maskAll, maskBody, maskQuotes } from "./log-mask.ts";
import { stepsOf } from "./log-steps.ts";

const read = (ctx: AdminContext, directoryId: string) =>
  requireDirectory(ctx, directoryId, "org:sys_provisioning:read");

/** One result may be given alone. */
type LogQueryGiven = Omit<LogQuery, "outcome"> & { outcome?: LogOutcome | LogOutcome[] | undefined };

const LAST_MS = { "1h": 3_600_000, "24h": 86_400_000, "7d": 604_800_000, "30d": 2_592_000_000 };

/** With `last` as the time it means now. */
function timed<Filters extends LogFilters>(ctx: AdminContext, { last, ...filters }: Filters) {
  if (!last || filters.from || filters.to) return filters;
  return { ...filters, from: new Date(ctx.now().getTime() - LAST_MS[last]).toISOString() };
}

/** Newest first. */
export async function listLog(ctx: AdminContext, directoryId: string, query: LogQueryGiven): Promise<LogPage> {
  await read(ctx, directoryId);
  const { outcome, ...rest } = query;
  const outcomes = outcome === undefined ? undefined : [outcome].flat();
  return ctx.stores.logs.page(directoryId, timed(ctx, { ...rest, outcome: outcomes }));
}

/** One entry, personal data masked. @throws DirectoryError not_found */
export async function getLogEntry(ctx: AdminContext, directoryId: string, entryId: string): Promise<LogEntryDetail> {
  await read(ctx, directoryId);
  const record = await ctx.stores.logs.find(directoryId, entryId);
  if (!record) throw notFound("log entry");
  return detailOf(record, true);
}

/** The same without masks, for those who may manage; that they looked is in the audit log. @throws DirectoryError not_found, forbidden */
export async function revealLogEntry(ctx: AdminContext, directoryId: string, entryId: string): Promise<LogEntryDetail> {
  const { record: directory } = await requireDirectory(ctx, directoryId, "org:sys_provisioning:manage");
  const target = { id: entryId, name: directory.name };
  const line = audit(ctx, directory.organizationId, "log.revealed", target, { directory: directoryId });
  const record = await ctx.stores.logs.reveal(directoryId, entryId, line);
  if (!record) throw notFound("log entry");
  return detailOf(record, false);
}

/** A cause of a former version has no advice any more. */
const adviceOn = (code: string, provider: Provider): Advice | null => {
  if (!isCauseCode(code)) return null;
  const { menu, ...advice } = adviceFor(code, provider);
  return { ...advice, menu: menu && [...menu] };
};

function detailOf(record: LogRecord, masked: boolean): LogEntryDetail {
  const { entry, request, response } = record;
  const mask = <Value>(value: Value, hide: (value: Value) => Value) => (masked ? hide(value) : value);
  return {
    ...entry,
    userAgent: record.userAgent,
    ip: record.ip,
    dialect: record.dialect,
    deviations: record.deviations.map((code) => ({ code, words: describeDeviation(code) })),
    changes: record.changes.map((change) => (masked && isPersonal(change.attribute) ? maskChange(change) : change)),
    request: { query: mask(request.query, (query) => query && maskQuotes(query)), body: mask(request.body, maskBody) },
    response: { body: mask(response.body, maskBody) },
    tokenId: record.tokenId,
    tokenName: record.tokenName,
    steps: stepsOf(record),
    advice: entry.cause && adviceOn(entry.cause.code, record.provider),
    masked,
  };
}

type Change = LogRecord["changes"][number];
const maskChange = ({ attribute, before, after }: Change): Change => ({
  attribute,
  ...(before !== undefined && { before: maskAll(before) }),
  ...(after !== undefined && { after: maskAll(after) }),
});

/** What went wrong or only half right, grouped by cause, most frequent first. */
export async function listCauses(ctx: AdminContext, directoryId: string, filters: LogFilters): Promise<CauseGroup[]> {
  const { record } = await read(ctx, directoryId);
  const groups = await ctx.stores.logs.causes(directoryId, timed(ctx, filters));
  return groups.flatMap(({ code, firstAt, lastAt, ...counts }) => {
    const advice = adviceOn(code, record.provider);
    if (!advice) return [];
    const { title, severity } = advice;
    return [{ code, title, severity, ...counts, firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString(), advice }];
  });
}

const HOUR_S = 3_600;
const DAY_S = 86_400;
const STEPS_S = [60, 300, 900, HOUR_S, 3 * HOUR_S, 6 * HOUR_S, DAY_S];
const BUCKETS_MAX = 60;

/** @throws DirectoryError invalid for a name that is none */
function requireTimeZone(name: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    throw new DirectoryError("invalid", `"${name.slice(0, 40)}" is not a time zone. Send an IANA name such as UTC.`, {
      fields: { timeZone: "Not an IANA time zone." },
    });
  }
}

/**
 * Requests over time, in at most 61 pieces of equal length; without a range, the last 24 hours. Days begin at midnight
 * in `timeZone`, an IANA name. @throws DirectoryError invalid for a time zone that is none
 */
export async function logHistogram(
  ctx: AdminContext,
  directoryId: string,
  filters: LogFilters,
  range: { readonly timeZone?: string | undefined },
): Promise<LogHistogram & { from: string; to: string; stepSeconds: number }> {
  await read(ctx, directoryId);
  const { from, to } = timed(ctx, filters);
  const end = to ? new Date(to) : ctx.now();
  const start = from ? new Date(from) : new Date(end.getTime() - DAY_S * 1_000);
  const seconds = Math.max(60, (end.getTime() - start.getTime()) / 1_000);
  const stepSeconds =
    STEPS_S.find((step) => seconds / step <= BUCKETS_MAX) ?? Math.ceil(seconds / BUCKETS_MAX / DAY_S) * DAY_S;
  const buckets = { from: start, to: end, stepSeconds, timeZone: requireTimeZone(range.timeZone ?? "UTC") };
  const counted = await ctx.stores.logs.histogram(directoryId, filters, buckets);
  return { ...counted, from: start.toISOString(), to: end.toISOString(), stepSeconds };
}

/** Everything that fits the filters, in pieces, and an audit line about it. */
export async function exportLog(
  ctx: AdminContext,
  directoryId: string,
  filters: LogFilters,
  format: "csv" | "jsonl",
): Promise<AsyncIterable<LogLine[]>> {
  const { record } = await read(ctx, directoryId);
  const said = Object.fromEntries(Object.entries(filters).map(([key, value]) => [key, String(value).slice(0, 200)]));
  const line = audit(ctx, record.organizationId, "log.exported", record, { format, ...said });
  return ctx.stores.logs.lines(directoryId, timed(ctx, filters), line);
}
