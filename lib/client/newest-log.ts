/** The live end of the provisioning log: its first page alone, asked for often, and how it joins what is on screen. */
import { type InfiniteData, queryOptions } from "@tanstack/react-query";
import { type LogFilterWords, LogPage } from "#lib/contract/log.ts";
import { keys } from "./keys.ts";
import { EXPECTING_MS } from "./live.ts";
import { requestJson, withQuery } from "./request.ts";

/** The pages of the log as the cache holds them. */
export type LogPages = InfiniteData<LogPage, unknown>;

/** The first page of the log, looked at again every two seconds. */
export const newestLogQuery = (directoryId: string, filters: LogFilterWords) =>
  queryOptions({
    queryKey: [...keys.log(directoryId, filters), "newest"],
    queryFn: ({ signal }) =>
      requestJson(withQuery(`/api/directories/${encodeURIComponent(directoryId)}/log`, filters), LogPage, { signal }),
    refetchInterval: EXPECTING_MS,
  });

/** What `newest` has that `shown` has not. `more`: there may be others in between that neither holds. */
export function newEntries(shown: LogPages, newest: LogPage) {
  const known = new Set(shown.pages.flatMap(({ data }) => data.map(({ id }) => id)));
  const entries = newest.data.filter(({ id }) => !known.has(id));
  return { entries, more: entries.length === newest.data.length && newest.nextCursor !== null };
}

/** The list with its newest entries. Pages that were loaded by hand stay, unless a gap would open before them. */
export function withNewest(shown: LogPages, newest: LogPage): LogPages {
  const [first, ...rest] = shown.pages;
  if (!first || rest.length === 0 || newEntries(shown, newest).more)
    return { pages: [newest], pageParams: [undefined] };
  // Reads are logged in batches and may come in below a change that is on screen: the newest page has the right order.
  const atop = new Set(newest.data.map(({ id }) => id));
  const data = [...newest.data, ...first.data.filter(({ id }) => !atop.has(id))];
  return { ...shown, pages: [{ ...first, data }, ...rest] };
}
