/** What the address of the provisioning log holds; read alike by the server and the browser. */
import { changedQuery, oneOf, optionalText, type ParameterValues, text } from "#lib/client/url-parameters.ts";
import { LogOutcome, type LogQuery } from "#lib/contract/log.ts";

export const logParameters = {
  outcome: oneOf(LogOutcome.options, null),
  q: text,
  /** The open entry. */
  entry: optionalText,
};
export type LogParameters = ParameterValues<typeof logParameters>;

/** The address of the log, as filtered and with an entry open. */
export const logHref = (directoryId: string, parameters: Partial<LogParameters>) =>
  `/directory-sync/${directoryId}/log${changedQuery(logParameters, "", parameters)}`;

const SEARCH_MAX = 200;

/** The part of the address that decides which entries are listed. */
export const logFilters = ({ outcome, q }: LogParameters): Omit<LogQuery, "cursor"> => ({
  outcome: outcome ?? undefined,
  q: q.trim().slice(0, SEARCH_MAX) || undefined,
});
