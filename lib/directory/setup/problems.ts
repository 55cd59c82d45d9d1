import { adviceFor } from "#lib/causes/advice.ts";
import { type CauseCode, isCauseCode } from "#lib/causes/catalogue.ts";
import type { Provider } from "#lib/contract/provider.ts";
import type { SetupProblem } from "#lib/contract/setup.ts";
import type { Findings, FoundProblem } from "#lib/setup/findings.ts";
import { IDP_NAMES } from "#lib/setup/values.ts";
import type { DirectoryRecord } from "../admin-context.ts";
import type { SetupFacts, StrangerRequest } from "./store.ts";

/** People after whom a group is expected to have come. */
const GROUPS_EXPECTED_AFTER = 5;
const SHOWN_MS = 24 * 3_600_000;
const THROTTLE_SHOWN_MS = 15 * 60_000;
/** Nothing that anybody setting up could mend. */
const NOT_SHOWN: ReadonlySet<string> = new Set(["filter-forbidden", "version-conflict"]);

interface Known {
  readonly record: DirectoryRecord;
  readonly findings: Findings;
  readonly facts: SetupFacts;
  readonly strangers: readonly StrangerRequest[];
  readonly now: Date;
}

/** What goes wrong, most telling first, each in words and with where to mend it in this IdP. */
export function problemsOf(known: Known): SetupProblem[] {
  const { record, findings, facts, strangers, now } = known;
  const said = (code: CauseCode, seen: { at: string; count: number; seen: string }): SetupProblem => ({
    ...adviceOf(code, record.provider),
    ...seen,
  });
  return [
    ...strangers
      // In the same millisecond: a good request is noted when it ends, a refused one when it begins.
      .filter(({ at }) => at >= (findings.goodAt ?? ""))
      .map((stranger) => said(causeOf(stranger), { ...stranger, seen: sentenceOf(stranger, record) })),
    ...Object.entries(findings.problems)
      .filter((problem): problem is [CauseCode, FoundProblem] => isCauseCode(problem[0]) && !NOT_SHOWN.has(problem[0]))
      .filter(([code, { at }]) => isRecent(code, at, now))
      .map(([code, { at, count, sentence }]) => said(code, { at, count, seen: sentence })),
    ...whatIsMissing(record, facts)
      .filter(([code]) => !(code in findings.problems))
      .map(([code, seen]) => said(code, { at: now.toISOString(), count: 1, seen })),
  ];
}

function adviceOf(code: CauseCode, provider: Provider) {
  const { title, why, fix, menu, page, severity } = adviceFor(code, provider);
  return { code, title, why, fix, menu: menu && [...menu], page, severity };
}

const isRecent = (code: string, at: string, now: Date) =>
  now.getTime() - Date.parse(at) < (code === "rate-limited" ? THROTTLE_SHOWN_MS : SHOWN_MS);

/** The shape of the address tells more than the token, where it is wrong: that is mended first. */
function causeOf({ reason, because, prefix }: StrangerRequest): CauseCode {
  if (reason === "elsewhere") return "token-wrong-directory";
  if (reason === "missing") return "token-missing";
  // It begins as a token of this directory and is not one: it was cut off or changed on the way.
  if (because === "token") return "token-malformed";
  return reason === "malformed" && !isLikeOurs(prefix) ? "token-malformed" : "token-unknown";
}

/** It looks like a token of ours; whether one character is wrong or all of them cannot be told. */
const isLikeOurs = (prefix: string | null) => prefix?.startsWith("scim_") ?? false;

function sentenceOf(stranger: StrangerRequest, { provider }: DirectoryRecord): string {
  const { reason, prefix, method, path, ip, userAgent, because } = stranger;
  const token = {
    elsewhere: "the token of another directory",
    missing: "no token",
    malformed: isLikeOurs(prefix)
      ? `a token that is not known here, starting ${prefix}`
      : prefix
        ? `something that is no token of ours, starting ${prefix}`
        : "something that is no token of ours",
    unknown: `a token that is not known here, starting ${prefix ?? "otherwise"}`,
  }[reason];
  const own = because === "token" ? " It begins like a token of this directory." : "";
  const who = userAgent ? ` (${userAgent.slice(0, 60)})` : "";
  const from = ip ? ` from ${ip}` : "";
  return `${IDP_NAMES[provider] === "Your IdP" ? "Somebody" : "A sender"}${who} called ${method} ${path}${from} with ${token}.${own}`;
}

/** What no single request shows. */
function whatIsMissing({ provider, counts }: DirectoryRecord, facts: SetupFacts): [CauseCode, string][] {
  const people = counts.activeUsers + counts.inactiveUsers;
  const found: [CauseCode, string][] = [];
  if (people >= GROUPS_EXPECTED_AFTER && counts.groups === 0) {
    found.push(["groups-not-pushed", `${IDP_NAMES[provider]} has sent ${people} people and no group.`]);
  }
  if (facts.memberships > 0 && facts.ruledMembers === 0) {
    found.push(["group-without-role", "Groups with members have arrived, and nobody has a role from a group."]);
  }
  if (facts.waitingMembers > 0) {
    const members = facts.waitingMembers === 1 ? "One member" : `${facts.waitingMembers} members`;
    found.push(["member-waiting", `${members} of groups were named and have not been provisioned.`]);
  }
  return found;
}
