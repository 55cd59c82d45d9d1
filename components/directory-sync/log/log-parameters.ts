/** What the address of the provisioning log holds; read alike by the server and the browser. */
import { changedQuery, oneOf, optionalText, type ParameterValues, text } from "#lib/client/url-parameters.ts";
import type { LogFilterWords } from "#lib/contract/log.ts";

/** The filters, in the order in which their chips stand. */
export const FILTER_NAMES = [
  "outcome",
  "operation",
  "cause",
  "status",
  "person",
  "group",
  "attribute",
  "token",
  "dialect",
] as const;
export type FilterName = (typeof FILTER_NAMES)[number];

/** How far back, counted from now. */
export const LAST = ["1h", "24h", "7d", "30d"] as const;

export const logParameters = {
  outcome: text,
  operation: text,
  cause: text,
  status: text,
  person: text,
  group: text,
  attribute: text,
  token: text,
  dialect: text,
  last: oneOf(LAST, null),
  /** ISO 8601; instead of `last`. */
  from: text,
  to: text,
  q: text,
  /** `causes`: what went wrong, grouped by why. */
  view: oneOf(["list", "causes"], "list"),
  /** The open entry. */
  entry: optionalText,
};
export type LogParameters = ParameterValues<typeof logParameters>;

/** The address of the log, as filtered and with an entry open. */
export const logHref = (directoryId: string, parameters: Partial<LogParameters>) =>
  `/directory-sync/${directoryId}/log${changedQuery(logParameters, "", parameters)}`;

/** What an address without any filter says. */
export const NO_FILTERS = {
  ...Object.fromEntries(FILTER_NAMES.map((name) => [name, null])),
  last: null,
  from: null,
  to: null,
  q: null,
};

const SEARCH_MAX = 200;

/** The part of the address that decides which entries are listed. */
export function logFilters(view: LogParameters): LogFilterWords {
  const { last, from, to, q } = view;
  const words: LogFilterWords = {};
  for (const name of FILTER_NAMES) if (view[name] !== "") words[name] = view[name];
  if (from !== "" || to !== "") Object.assign(words, { from: from || undefined, to: to || undefined });
  else if (last) words.last = last;
  const search = q.trim().slice(0, SEARCH_MAX);
  if (search !== "") words.q = search;
  return words;
}
