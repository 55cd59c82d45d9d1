/** What the address of the provisioning log holds; read alike by the server and the browser. */
import { createLoader, createSerializer, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { LogOutcome, type LogQuery } from "#lib/contract/directory-sync.ts";

export const logParameters = {
  outcome: parseAsStringLiteral(LogOutcome.options),
  q: parseAsString.withDefault(""),
  /** The open entry. */
  entry: parseAsString,
};
export type LogParameters = inferParserType<typeof logParameters>;

export const loadLogParameters = createLoader(logParameters);

const serialize = createSerializer(logParameters);

/** The address of the log, as filtered and with an entry open. */
export const logHref = (directoryId: string, parameters: Partial<LogParameters>) =>
  serialize(`/directory-sync/${directoryId}/log`, parameters);

const SEARCH_MAX = 200;

/** The part of the address that decides which entries are listed. */
export const logFilters = ({ outcome, q }: LogParameters): Omit<LogQuery, "cursor"> => ({
  outcome: outcome ?? undefined,
  q: q.trim().slice(0, SEARCH_MAX) || undefined,
});
