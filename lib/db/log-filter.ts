import type { LogFilters } from "#lib/contract/log.ts";
import { attributeWord, dialectWord, tenantOf, wordsOf } from "#lib/directory/idp/log-words.ts";
import { foldCase } from "#lib/scim/fold-case.ts";
import type { SqlParameter } from "./sql.ts";

/** Conditions on the alias `e` with their parameters. */
export interface Conditions {
  readonly where: string[];
  /** Those of `where` that the index of words answers. */
  readonly searches: readonly string[];
  readonly parameters: SqlParameter[];
}

/** Ids are UUIDv7: the first of a millisecond. One index then answers time and order together. */
export function firstIdAt(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, "0").slice(-12);
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** Id and time of an entry are taken one after the other; a clock may be set in between. */
const SLACK_MS = 60_000;
const QUOTED = /['\\]/g;
const lexeme = (text: string) => `'${text.replace(QUOTED, "$&$&")}'`;

/** What somebody typed as a tsquery: every term has to be there, whole or as the beginning of a word. */
export function searchQuery(directoryId: string, text: string): string | undefined {
  const tenant = tenantOf(directoryId);
  const prefix = (word: string) => `${lexeme(tenant + word)}:*`;
  const terms = foldCase(text)
    .split(/\s+/)
    .filter((term) => term !== "")
    .slice(0, 10)
    .map((term) => {
      const words = wordsOf(term);
      // Addresses and ids are kept whole: their parts, such as a domain, are in every entry.
      const isWhole = (words.length === 1 && words[0] === term) || term.includes("@") || words.length > 3;
      if (isWhole) return prefix(term);
      const parts = words.map(prefix).join(" & ");
      return parts === "" ? prefix(term) : `(${prefix(term)} | (${parts}))`;
    });
  return terms.length > 0 ? terms.join(" & ") : undefined;
}

/** The filters as SQL: constants with parameters, never text of the caller. */
export function logConditions(directoryId: string, filters: LogFilters): Conditions {
  const where = ["e.directory_id = $1"];
  const searches: string[] = [];
  const parameters: SqlParameter[] = [directoryId];
  const bind = (value: SqlParameter) => `$${parameters.push(value)}`;
  const oneOf = (column: string, values: readonly string[]) =>
    where.push(
      values.length === 1 ? `${column} = ${bind(values[0] ?? "")}` : `${column} = any(${bind([...values])}::text[])`,
    );
  const found = (query: string) => searches.push(`e.search @@ ${bind(query)}::tsquery`);
  const tenant = tenantOf(directoryId);

  /** The index holds everything but reads, of which there are most, and is used where the statement says so. */
  const oneOfMost = (column: "e.outcome" | "e.operation", values: readonly string[]) => {
    oneOf(column, values);
    if (!values.includes("read")) where.push(`${column} <> 'read'`);
  };

  if (filters.outcome?.length) oneOfMost("e.outcome", filters.outcome);
  if (filters.operation?.length) oneOfMost("e.operation", filters.operation);
  if (filters.cause?.length) {
    where.push("e.cause is not null");
    if (!filters.cause.includes("any")) oneOf("e.cause", filters.cause);
  }
  for (const [type, id] of [
    ["User", filters.person],
    ["Group", filters.group],
  ] as const) {
    if (id) where.push(`e.target_id = ${bind(id)}`, `e.target_type = '${type}'`);
  }
  if (filters.token) {
    if (filters.token.startsWith("scimt_")) where.push(`e.token_id = ${bind(filters.token)}`);
    else found(`${lexeme(tenant + foldCase(filters.token))}:*`);
  }
  if (filters.dialect) found(lexeme(tenant + dialectWord(filters.dialect)));
  if (filters.attribute) found(lexeme(tenant + attributeWord(filters.attribute)));
  if (filters.status?.length) {
    const whole = filters.status.filter((status) => !status.endsWith("xx")).map(Number);
    const kinds = filters.status.filter((status) => status.endsWith("xx")).map((status) => Number(status[0]));
    // Status and result go together, and the result has an index in the order of the list.
    if (!filters.outcome?.length && filters.status.every((status) => status.startsWith("4")))
      oneOfMost("e.outcome", ["refused"]);
    if (!filters.outcome?.length && filters.status.every((status) => status.startsWith("5")))
      oneOfMost("e.outcome", ["failed"]);
    where.push(`(e.status = any(${bind(whole)}::int[]) or e.status / 100 = any(${bind(kinds)}::int[]))`);
  }
  if (filters.from) {
    const from = new Date(filters.from);
    where.push(`e.at >= ${bind(from)}`, `e.id >= ${bind(firstIdAt(new Date(from.getTime() - SLACK_MS)))}::uuid`);
  }
  if (filters.to) {
    const to = new Date(filters.to);
    where.push(`e.at < ${bind(to)}`, `e.id < ${bind(firstIdAt(new Date(to.getTime() + SLACK_MS)))}::uuid`);
  }
  const query = filters.q && searchQuery(directoryId, filters.q);
  if (query) found(query);
  return { where: [...where, ...searches], searches, parameters };
}

/** Whether the minutes that are counted beforehand know everything the filters ask for. */
export const isCounted = ({ person, group, token, attribute, q }: LogFilters) =>
  person === undefined &&
  group === undefined &&
  attribute === undefined &&
  q === undefined &&
  (token === undefined || token.startsWith("scimt_"));

/** As `logConditions` for the rows of provisioning_minute under the alias `m`; `from` and `to` are the caller's. */
export function minuteConditions({ outcome, operation, cause, token, dialect, status }: LogFilters, first: number) {
  const where: string[] = [];
  const parameters: SqlParameter[] = [];
  const bind = (value: SqlParameter) => `$${first - 1 + parameters.push(value)}`;
  if (outcome?.length) where.push(`m.outcome = any(${bind([...outcome])}::text[])`);
  if (operation?.length) where.push(`m.operation = any(${bind([...operation])}::text[])`);
  if (cause?.length) where.push(cause.includes("any") ? "m.cause <> ''" : `m.cause = any(${bind([...cause])}::text[])`);
  if (token) where.push(`m.token_id = ${bind(token)}`);
  if (dialect) where.push(`m.dialect = ${bind(dialect)}`);
  if (status?.length) {
    const whole = status.filter((one) => !one.endsWith("xx")).map(Number);
    const kinds = status.filter((one) => one.endsWith("xx")).map((one) => Number(one[0]));
    where.push(`(m.status = any(${bind(whole)}::int[]) or m.status / 100 = any(${bind(kinds)}::int[]))`);
  }
  return { where, parameters };
}
