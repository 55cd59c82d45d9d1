/**
 * How often an open page looks again. TanStack Query stops the interval while the page is hidden
 * (`refetchIntervalInBackground` is off), so a forgotten tab costs nothing.
 */

/** Something is expected any second: the IdP's first request. */
export const EXPECTING_MS = 2_000;

/** Ordinary pace. */
export const WATCHING_MS = 5_000;

/** Lists look again only while their first page alone is loaded: a long list is being read, and must not move. */
export const watchFirstPage = (query: { state: { data?: { pages: unknown[] } | undefined } }) =>
  (query.state.data?.pages.length ?? 0) > 1 ? (false as const) : WATCHING_MS;
