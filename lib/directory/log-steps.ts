import type { LogStep } from "#lib/contract/log.ts";
import type { LogRecord } from "./log-context.ts";

/** Causes that are met before the caller is known, and before the request is carried out. */
const AT_THE_DOOR = new Set([
  "token-malformed",
  "token-unknown",
  "token-revoked",
  "token-expired",
  "token-wrong-directory",
]);
const BEFORE_MATCHING = new Set([
  "token-lacks-scope",
  "rate-limited",
  "directory-paused",
  "method-not-allowed",
  "not-implemented",
  "media-type",
  "body-too-large",
  "body-unreadable",
  "path-unknown",
  "path-doubled",
  "filter-invalid",
  "filter-forbidden",
  "paging-invalid",
  "query-invalid",
  "too-many",
  "request-invalid",
]);
const IN_MATCHING = new Set(["user-not-found", "group-not-found", "version-conflict"]);
const IN_MAPPING = new Set([
  "names-missing",
  "email-missing",
  "active-missing",
  "required-field-empty",
  "expression-failed",
  "name-is-email",
  "manager-unknown",
]);

const NAMES = ["received", "authenticated", "matched", "mapped", "applied"] as const;

/** Where a request that failed came to a stop; the index of its step. */
function stoppedAt({ entry }: LogRecord): number {
  const code = entry.cause?.code ?? "";
  if (entry.outcome === "changed" || entry.outcome === "read") return NAMES.length;
  if (AT_THE_DOOR.has(code)) return 1;
  if (BEFORE_MATCHING.has(code))
    return code === "token-lacks-scope" || code === "directory-paused" || code === "rate-limited" ? 1 : 0;
  if (IN_MATCHING.has(code)) return 2;
  return code === "required-missing" || code === "value-invalid" || code === "email-malformed" ? 0 : 4;
}

/** The way of a request through Rollcall, in five steps, each with what happened there. */
export function stepsOf(record: LogRecord): LogStep[] {
  const stopped = stoppedAt(record);
  return NAMES.map((name, index) => {
    // The token is looked at before what came with it.
    const isKnown = name === "authenticated" && record.entry.tokenPrefix !== null;
    if (index > stopped && !isKnown) return { name, state: "skipped", words: "Not reached." };
    if (index === stopped) return { name, state: "stopped", words: record.entry.cause?.title ?? "Refused" };
    return stepDone(name, record);
  });
}

function stepDone(name: LogStep["name"], record: LogRecord): LogStep {
  const { entry, deviations } = record;
  const warns = (isSo: boolean): LogStep["state"] => (isSo ? "warned" : "done");
  switch (name) {
    case "received": {
      const tolerated = deviations.length === 1 ? "1 deviation tolerated" : `${deviations.length} deviations tolerated`;
      const words = `${entry.method} ${entry.path}${deviations.length > 0 ? `, ${tolerated}` : ""}`;
      return { name, state: warns(deviations.length > 0), words };
    }
    case "authenticated":
      return {
        name,
        state: "done",
        words: entry.tokenPrefix ? `Token ${entry.tokenPrefix}… is good.` : "The caller is known.",
      };
    case "matched":
      return { name, state: "done", words: matchWords(record) };
    case "mapped": {
      if (entry.targetType !== "User" || entry.outcome === "read")
        return { name, state: "skipped", words: "Nothing to map." };
      const isLacking = IN_MAPPING.has(entry.cause?.code ?? "");
      return {
        name,
        state: warns(isLacking),
        words: isLacking ? (entry.cause?.title ?? "") : "The profile was filled.",
      };
    }
    case "applied":
      return { name, state: warns(entry.cause?.code === "member-waiting"), words: appliedWords(record) };
  }
}

function matchWords({ entry }: LogRecord): string {
  if (entry.operation === "create") return "Nobody had this userName, so a person was created.";
  if (entry.targetName)
    return `${entry.targetType === "Group" ? "The group" : "The person"} ${entry.targetName}, by id.`;
  return "No single person or group was meant.";
}

function appliedWords({ entry, changes }: LogRecord): string {
  if (entry.outcome === "read") return "Nothing was changed.";
  const names = [...new Set(changes.map(({ attribute }) => attribute))];
  if (names.length === 0) return "Done.";
  return names.length === 1 ? `Changed ${names[0]}.` : `${names.length} attributes changed.`;
}
