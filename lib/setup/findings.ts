/** What the log of a directory says about its setup: which kinds of requests have come, and what went wrong. Pure. */
import type { Seen, Signal } from "#lib/contract/setup.ts";

/** An entry of the provisioning log, as far as it matters here. */
export interface ReadEntry {
  readonly id: string;
  readonly at: string;
  readonly outcome: "changed" | "read" | "refused" | "failed";
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Why it went wrong, or what is missing (lib/causes); null: nothing is. */
  readonly cause: string | null;
  readonly sentence: string;
  readonly targetType: "User" | "Group" | null;
  readonly tokenPrefix: string | null;
  /** The change switched the person off. */
  readonly deactivates: boolean;
  readonly hasFilter: boolean;
  /** What a person that was sent whole holds; null for everything else. */
  readonly person: { readonly hasNames: boolean; readonly hasActive: boolean } | null;
}

/** A problem the log shows: the last time, and how often since it began. */
export interface FoundProblem {
  readonly at: string;
  readonly entryId: string;
  readonly count: number;
  readonly sentence: string;
  readonly method: string;
  readonly targetType: string | null;
}

export interface Findings {
  readonly signals: Partial<Record<Signal, Seen>>;
  readonly problems: Readonly<Record<string, FoundProblem>>;
  /** The last request that was answered well. */
  readonly goodAt: string | null;
}

export const NOTHING_FOUND: Findings = { signals: {}, problems: {}, goodAt: null };

/** Causes that the next request which is answered well puts right. */
const ADDRESS_AND_TOKEN = /^(token-|path-unknown|path-doubled$|directory-paused)/;

/** Reads `entries`, oldest first, into what was found before. Reading an entry twice changes nothing. */
export function addFindings(before: Findings, entries: readonly ReadEntry[]): Findings {
  return entries.reduce(addEntry, before);
}

function addEntry(before: Findings, entry: ReadEntry): Findings {
  const isGood = entry.status < 400;
  const problems = without(before.problems, (code, problem) => isGood && isMended(code, problem, entry));
  for (const code of problemsOf(entry)) problems[code] = joined(problems[code], entry);
  const signals = { ...before.signals };
  for (const signal of isGood ? signalsOf(entry) : []) signals[signal] = earlier(signals[signal], entry);
  return {
    signals,
    problems,
    goodAt: isGood && entry.at > (before.goodAt ?? "") ? entry.at : before.goodAt,
  };
}

function without(
  problems: Findings["problems"],
  isGone: (code: string, problem: FoundProblem) => boolean,
): Record<string, FoundProblem> {
  return Object.fromEntries(Object.entries(problems).filter(([code, problem]) => !isGone(code, problem)));
}

/** Whether a later request shows that the problem is over. */
function isMended(code: string, problem: FoundProblem, entry: ReadEntry): boolean {
  if (entry.at <= problem.at) return false;
  if (ADDRESS_AND_TOKEN.test(code)) return true;
  if (code === "path-doubled-slash") return !entry.path.includes("//");
  if (code === "names-missing") return entry.person?.hasNames === true;
  if (code === "active-missing") return entry.person?.hasActive === true;
  if (code === "rate-limited") return Date.parse(entry.at) - Date.parse(problem.at) > THROTTLE_OVER_MS;
  return entry.outcome === "changed" && entry.method === problem.method && entry.targetType === problem.targetType;
}

const THROTTLE_OVER_MS = 60_000;

function problemsOf({ cause, path, person, status }: ReadEntry): string[] {
  const codes = new Set<string>();
  if (cause) codes.add(cause);
  if (path.includes("//")) codes.add("path-doubled-slash");
  if (status < 400 && person && !person.hasNames) codes.add("names-missing");
  if (status < 400 && person && !person.hasActive) codes.add("active-missing");
  return [...codes];
}

function joined(known: FoundProblem | undefined, entry: ReadEntry): FoundProblem {
  if (known && known.entryId >= entry.id) return known;
  const { id: entryId, at, sentence, method, targetType } = entry;
  return { entryId, at, sentence, method, targetType, count: (known?.count ?? 0) + 1 };
}

function signalsOf(entry: ReadEntry): Signal[] {
  const { method, targetType, outcome, deactivates, hasFilter, path } = entry;
  const signals: Signal[] = ["call"];
  if (method === "GET" && hasFilter && /\/users\/?$/i.test(path)) signals.push("user_found");
  if (outcome !== "changed") return signals;
  if (targetType === "User") {
    if (method === "POST") signals.push("user_created");
    else if (method === "DELETE" || deactivates) signals.push("user_deactivated");
    else signals.push("user_updated");
  }
  if (targetType === "Group") {
    signals.push("group_pushed");
    if (method === "PUT" || method === "PATCH") signals.push("group_changed");
  }
  return signals;
}

function earlier(known: Seen | undefined, entry: ReadEntry): Seen {
  if (known && known.at <= entry.at) return known;
  const { at, sentence, method, path, tokenPrefix } = entry;
  return { at, sentence, method, path, tokenPrefix };
}
