/** The typed query of the provisioning log: `status:404 op:create ana`. */
import { LOG_OPERATIONS, LogOutcome } from "#lib/contract/log.ts";

/** A filter's names as people type them, and the parameter of the address each becomes. */
const NAMES: Readonly<Record<string, string>> = {
  result: "outcome",
  outcome: "outcome",
  op: "operation",
  operation: "operation",
  cause: "cause",
  why: "cause",
  status: "status",
  person: "person",
  user: "person",
  group: "group",
  attr: "attribute",
  attribute: "attribute",
  token: "token",
  dialect: "dialect",
  idp: "dialect",
  last: "last",
  after: "from",
  from: "from",
  before: "to",
  to: "to",
};

/** What each filter takes; whatever is not of the kind stays text to search for. */
const TAKES: Readonly<Record<string, (value: string) => string | undefined>> = {
  outcome: (value) => words(value, LogOutcome.options),
  operation: (value) => words(value, LOG_OPERATIONS),
  status: (value) => (value.split(",").every((one) => /^[1-5](xx|\d\d)$/.test(one)) ? value : undefined),
  last: (value) => words(value, ["1h", "24h", "7d", "30d"]),
  from: instant,
  to: instant,
};

const words = (value: string, known: readonly string[]) =>
  value.split(",").every((one) => known.includes(one)) ? value : undefined;

function instant(value: string): string | undefined {
  const ago = /^-(\d{1,4})(m|h|d)$/.exec(value);
  if (ago)
    return new Date(
      Date.now() - Number(ago[1]) * { m: 60_000, h: 3_600_000, d: 86_400_000 }[ago[2] as "m" | "h" | "d"],
    ).toISOString();
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

export interface TypedQuery {
  /** Parameters of the address. */
  readonly filters: Readonly<Record<string, string>>;
  /** What is left: text to search for. */
  readonly q: string;
}

/** Anything may follow these, so only a space, Enter or a quotation mark says that the value is whole. */
const OPEN_ENDED = new Set(["cause", "person", "group", "attribute", "token", "dialect"]);

/**
 * Takes the filters out of what was typed. A value in quotation marks may hold spaces. While somebody is typing
 * (`finished` false), a last word that may still grow stays text.
 */
export function readTypedQuery(text: string, finished = true): TypedQuery {
  const filters: Record<string, string> = {};
  const rest = text.replace(
    /(^|\s)([a-z]+):("[^"]*"|\S+)/gi,
    (whole: string, _before, name: string, raw: string, at: number) => {
      const parameter = Object.hasOwn(NAMES, name.toLowerCase()) ? NAMES[name.toLowerCase()] : undefined;
      const given = raw.startsWith('"') ? raw.slice(1, -1) : raw;
      const value = parameter && (TAKES[parameter] ? TAKES[parameter](given.toLowerCase()) : given);
      if (!parameter || value === undefined || value === "") return whole;
      const isGrowing = !finished && !raw.endsWith('"') && at + whole.length === text.length;
      if (isGrowing && OPEN_ENDED.has(parameter)) return whole;
      filters[parameter] = value;
      return " ";
    },
  );
  return { filters, q: rest.replace(/\s+/g, " ").trim() };
}
