import type { Token } from "#lib/contract/credential.ts";
import type { Backfill, DirectoryHealth, HealthIssue, HealthState, StatedDirectory } from "#lib/contract/overview.ts";
import { PROVIDER_NAMES, type Provider } from "#lib/contract/provider.ts";
import type { AdminContext, DirectoryRecord } from "./admin-context.ts";
import { audit } from "./audit.ts";
import { requireCountedDirectory, requireDirectory, withAddress } from "./directories.ts";
import { DirectoryError } from "./error.ts";
import type { HealthFacts } from "./health-context.ts";
import { speaker } from "./idp/words.ts";
import { listCauses } from "./log.ts";
import { requirePermission } from "./permissions.ts";
import { requireRecentSignIn } from "./step-up.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Silence that is no silence yet, whatever the usual gaps were: how long each provider may leave between two runs. */
const PATIENCE_MS: Record<Provider, number> = {
  okta_saml: 7 * DAY_MS,
  okta_oidc: 7 * DAY_MS,
  okta_scim: 7 * DAY_MS,
  entra: 3 * HOUR_MS,
  google: 12 * HOUR_MS,
  onelogin: 7 * DAY_MS,
  jumpcloud: 7 * DAY_MS,
  pingone: 2 * DAY_MS,
  generic: 7 * DAY_MS,
};
const GAPS_KNOWN = 5;
/** A share of failures above which something is wrong, and how many requests it takes to say so. */
const ERROR_SHARE = 0.1;
const THROTTLED_SHARE = 0.05;
const ENOUGH = 20;
const SLOW_MS = 2_000;
const WARN_DAYS = 30;

/** How the directory is, since when and why; what to do; and how a backfill comes along. */
export async function getHealth(ctx: AdminContext, directoryId: string): Promise<DirectoryHealth> {
  const { record } = await requireCountedDirectory(ctx, directoryId, "org:sys_provisioning:read");
  const now = ctx.now();
  const since = new Date(now.getTime() - DAY_MS).toISOString();
  const [{ stated, facts, tokens, issues }, causes] = await Promise.all([
    judge(ctx, record),
    listCauses(ctx, directoryId, { from: since }),
  ]);
  return {
    ...stated,
    pausedUntil: facts.pausedUntil?.toISOString() ?? null,
    issues,
    lastDay: {
      requests: facts.lastDay.changed + facts.lastDay.read + facts.lastDay.refused + facts.lastDay.failed,
      changes: facts.lastDay.changed,
      refused: facts.lastDay.refused,
      failed: facts.lastDay.failed,
      throttled: facts.lastDay.throttled,
      unauthorized: facts.lastDay.unauthorized,
      p95Ms: facts.p95Ms,
    },
    rhythmSeconds: facts.gaps >= GAPS_KNOWN ? facts.gapSeconds : null,
    backfill: backfillOf(facts.arrivals, now),
    left: leftToDo(record, facts, tokens),
    topCauses: causes.filter(({ severity }) => severity !== "notice").slice(0, 5),
  };
}

/** The directories of an organization, each in the state that its own page tells. */
export async function listStatedDirectories(ctx: AdminContext, organizationId: string): Promise<StatedDirectory[]> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  const records = await ctx.stores.directories.ofOrganization(organizationId);
  return Promise.all(
    records.map(async (record) => {
      const { stated } = await judge(ctx, record);
      return { ...withAddress(ctx, record), health: stated.state, cause: stated.cause };
    }),
  );
}

/** What the log, the tokens and the calls of strangers say about a directory, and the state that follows from it. */
async function judge(ctx: AdminContext, record: DirectoryRecord) {
  const now = ctx.now();
  const [facts, tokens, strangers] = await Promise.all([
    ctx.stores.health.facts(record.id, now),
    ctx.stores.tokens.ofDirectory(record.id),
    ctx.stores.setup.strangers(record.id, new Date(now.getTime() - DAY_MS)),
  ]);
  const refusedStrangers = strangers.filter(({ reason }) => reason !== "missing");
  const calls = refusedStrangers.reduce((sum, { count }) => sum + count, 0);
  const stranger = refusedStrangers[0] && { calls, prefix: refusedStrangers[0].prefix };
  const issues = issuesOf({ record, facts, tokens, now, stranger });
  return { stated: stateOf(record, facts, issues), facts, tokens, issues };
}

type Stated = Pick<DirectoryHealth, "state" | "since" | "cause">;

function stateOf(record: DirectoryRecord, facts: HealthFacts, issues: readonly HealthIssue[]): Stated {
  const idp = speaker(record.provider);
  const say = (state: HealthState, since: Date | string | null, cause: string): Stated => ({
    state,
    since: since instanceof Date ? since.toISOString() : since,
    cause,
  });
  const people = record.counts.activeUsers + record.counts.inactiveUsers;
  if (facts.switchedOffAt)
    return say("off", facts.switchedOffAt, "Syncing was switched off. Issue a token to begin again.");
  if (record.state === "paused") {
    const until = facts.pausedUntil ? "It resumes by itself." : "It stays so until somebody resumes it.";
    return say("paused", facts.pausedAt, `Every request is answered 503, and ${idp} repeats it later. ${until}`);
  }
  if (!record.lastRequestAt && record.counts.activeTokens === 0) {
    return say("not_set_up", record.createdAt, `${idp} needs the address and a token to call.`);
  }
  if (!record.lastRequestAt) return say("waiting", record.createdAt, `A token is there. ${idp} has not called yet.`);
  const [first] = issues.filter(({ code }) => code !== "token-expiring");
  if (first) return say("attention", facts.lastProblemAt, first.words);
  if (people === 0) return say("testing", record.lastRequestAt, `${idp} calls. Nobody has been provisioned yet.`);
  return say("healthy", facts.lastProblemAt ?? record.createdAt, `${idp} calls, and what it sends is taken.`);
}

interface Given {
  readonly record: DirectoryRecord;
  readonly facts: HealthFacts;
  readonly tokens: readonly Token[];
  readonly now: Date;
  readonly stranger: { calls: number; prefix: string | null } | undefined;
}

const times = (count: number) => (count === 1 ? "once" : `${count.toLocaleString("en")} times`);
const percent = (share: number) => `${Math.round(share * 100)} %`;

function issuesOf({ record, facts, tokens, now, stranger }: Given): HealthIssue[] {
  const idp = speaker(record.provider);
  const issues: HealthIssue[] = [];
  const { lastDay } = facts;
  const total = lastDay.changed + lastDay.read + lastDay.refused + lastDay.failed;
  const wrong = lastDay.refused + lastDay.failed - lastDay.throttled - lastDay.unauthorized;
  const [dead] = facts.deadTokens;
  if (dead) {
    issues.push({
      code: "tokens-refused",
      title: "A dead token is in use",
      words: `${idp} called ${times(dead.calls)} in a day with ${dead.name ? `"${dead.name}" ` : ""}(${dead.prefix}…), which does not work any more.`,
      path: "/log?cause=token-revoked,token-expired,token-wrong-directory&last=24h",
      action: "Show these calls",
    });
  }
  if (stranger) {
    issues.push({
      code: "strangers",
      title: "Calls with an unknown token",
      words: `Somebody called ${times(stranger.calls)} in a day with a token that is not known here${stranger.prefix ? ` (${stranger.prefix}…)` : ""}.`,
      path: "/tokens",
      action: "Look at the tokens",
    });
  }
  if (record.lastRequestAt && record.counts.activeTokens === 0 && !facts.switchedOffAt) {
    issues.push({
      code: "no-token",
      title: "No working token",
      words: `${idp} called before, but no token works any more.`,
      path: "/tokens",
      action: "Issue a token",
    });
  }
  if (total >= ENOUGH && wrong / total >= ERROR_SHARE) {
    issues.push({
      code: "errors",
      title: "Many requests go wrong",
      words: `${percent(wrong / total)} of the requests of the last day were refused or failed.`,
      path: "/log?view=causes&last=24h",
      action: "Show why",
    });
  }
  if (total >= ENOUGH && lastDay.throttled / total >= THROTTLED_SHARE) {
    issues.push({
      code: "throttled",
      title: "Requests are held back",
      words: `${percent(lastDay.throttled / total)} of the requests of the last day were too many at once.`,
      path: "/log?status=429&last=24h",
      action: "Show these requests",
    });
  }
  if (facts.p95Ms !== null && facts.p95Ms >= SLOW_MS) {
    issues.push({
      code: "slow",
      title: "Answers are slow",
      words: `One in twenty requests takes longer than ${(facts.p95Ms / 1_000).toFixed(1)} s.`,
      path: "/log",
      action: "Open the log",
    });
  }
  const silent = silenceOf(record, facts, now);
  if (silent) issues.push(silent);
  return [...issues, ...expiring(tokens, now)];
}

function silenceOf(record: DirectoryRecord, facts: HealthFacts, now: Date): HealthIssue | undefined {
  if (!record.lastRequestAt || record.state === "paused" || facts.switchedOffAt) return undefined;
  const quiet = now.getTime() - Date.parse(record.lastRequestAt);
  const usual = facts.gaps >= GAPS_KNOWN && facts.gapSeconds !== null ? facts.gapSeconds * 1_000 : undefined;
  const patience = Math.max(PATIENCE_MS[record.provider], 3 * (usual ?? 0));
  if (quiet <= patience) return undefined;
  const rhythm = usual ? ` It usually leaves about ${inWords(usual)} between two calls.` : "";
  return {
    code: "silent",
    title: `${speaker(record.provider)} is silent`,
    words: `The last call was ${inWords(quiet)} ago.${rhythm}`,
    path: "/log",
    action: "See its last calls",
  };
}

function inWords(ms: number): string {
  const [count, unit] =
    ms >= 2 * DAY_MS
      ? [Math.round(ms / DAY_MS), "day"]
      : ms >= 2 * HOUR_MS
        ? [Math.round(ms / HOUR_MS), "hour"]
        : [Math.max(1, Math.round(ms / MINUTE_MS)), "minute"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

function expiring(tokens: readonly Token[], now: Date): HealthIssue[] {
  return tokens.flatMap(({ name, expiresAt, revokedAt, successorId, lastUsedAt }) => {
    if (!expiresAt || revokedAt || successorId) return [];
    const left = Date.parse(expiresAt) - now.getTime();
    if (left > WARN_DAYS * DAY_MS || (left <= 0 && !lastUsedAt)) return [];
    const isOver = left <= 0;
    // What expired long ago and is missed by nobody is no news.
    if (isOver && left < -7 * DAY_MS) return [];
    return [
      {
        code: isOver ? "token-expired" : "token-expiring",
        title: isOver ? "A token has expired" : "A token expires soon",
        words: isOver ? `"${name}" expired ${inWords(-left)} ago.` : `"${name}" expires in ${inWords(left)}.`,
        path: "/tokens",
        action: "Rotate it",
      } as const,
    ];
  });
}

/** People per minute that make it a backfill, and how long it may pause. */
const BURST = 10;
const PAUSE_MS = 5 * MINUTE_MS;
/** How long a finished one stays on the page. */
const SHOWN_MS = 30 * MINUTE_MS;
const RATE_MINUTES = 3;

/** @param arrivals by the minute, newest first */
export function backfillOf(arrivals: HealthFacts["arrivals"], now: Date): Backfill | null {
  const [newest] = arrivals;
  if (!newest || now.getTime() - newest.minute.getTime() > SHOWN_MS) return null;
  const gap = arrivals.findIndex(
    ({ minute }, index) => index > 0 && (arrivals[index - 1]?.minute.getTime() ?? 0) - minute.getTime() > PAUSE_MS,
  );
  const run = gap === -1 ? arrivals : arrivals.slice(0, gap);
  const sum = (pick: (one: HealthFacts["arrivals"][number]) => number) =>
    run.reduce((total, one) => total + pick(one), 0);
  if (!run.some(({ created }) => created >= BURST)) return null;
  const recent = run.filter(({ minute }) => now.getTime() - minute.getTime() <= RATE_MINUTES * MINUTE_MS);
  const isRunning = now.getTime() - newest.minute.getTime() <= 2 * MINUTE_MS;
  const started = run.at(-1)?.minute ?? newest.minute;
  const minutes = Math.min(RATE_MINUTES, Math.max(1 / 6, (now.getTime() - started.getTime()) / MINUTE_MS));
  return {
    startedAt: started.toISOString(),
    endedAt: isRunning ? null : newest.minute.toISOString(),
    people: sum(({ created }) => created),
    perMinute: isRunning ? Math.round(recent.reduce((total, { created }) => total + created, 0) / minutes) : 0,
    errors: sum(({ refused }) => refused),
    throttled: sum(({ throttled }) => throttled),
  };
}

const leftToDo = (record: DirectoryRecord, facts: HealthFacts, tokens: readonly Token[]) => [
  { step: "Issue a token", done: tokens.length > 0, path: "/tokens" },
  { step: `${PROVIDER_NAMES[record.provider]} has called`, done: record.lastRequestAt !== null, path: "/setup" },
  {
    step: "The first person has arrived",
    done: record.counts.activeUsers + record.counts.inactiveUsers > 0,
    path: "/users",
  },
  ...(record.provider === "google"
    ? []
    : [{ step: "The first group has been pushed", done: facts.groups, path: "/groups" }]),
  { step: "Groups give roles", done: facts.roles, path: "/roles" },
];

/** Ends syncing: credentials at once, and the people as chosen. What was logged stays. @throws DirectoryError conflict */
export async function switchOff(
  ctx: AdminContext,
  directoryId: string,
  { people }: { people: "keep" | "suspend" | "remove" },
): Promise<void> {
  const { record } = await requireCountedDirectory(ctx, directoryId, "org:sys_provisioning:manage");
  requireRecentSignIn(ctx);
  const detail = { people, active: record.counts.activeUsers, tokens: record.counts.activeTokens };
  const line = audit(ctx, record.organizationId, "directory.switched_off", record, detail, {
    before: { sync: "on" },
    after: { sync: "off" },
  });
  await ctx.stores.health.switchOff(directoryId, people, line, []);
}

/** @throws DirectoryError conflict when it is on */
export async function switchOn(ctx: AdminContext, directoryId: string): Promise<void> {
  const { record } = await requireDirectory(ctx, directoryId, "org:sys_provisioning:manage");
  const { switchedOffAt } = await ctx.stores.health.facts(directoryId, ctx.now());
  if (!switchedOffAt) throw new DirectoryError("conflict", "This directory is on.");
  const line = audit(
    ctx,
    record.organizationId,
    "directory.switched_on",
    record,
    {},
    { before: { sync: "off", since: switchedOffAt.toISOString() }, after: { sync: "on" } },
  );
  await ctx.stores.health.switchOn(directoryId, line);
}
