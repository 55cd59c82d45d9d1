import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { Findings } from "#lib/contract/search.ts";
import { keys } from "./keys.ts";
import { requestJson, withQuery } from "./request.ts";

/** People, groups and log entries of an organization; asked only for some text. */
export const searchQuery = (organizationId: string, q: string) =>
  queryOptions({
    queryKey: keys.search(organizationId, q),
    queryFn: ({ signal }) =>
      requestJson(withQuery(`/api/organizations/${encodeURIComponent(organizationId)}/search`, { q }), Findings, {
        signal,
      }),
    enabled: q !== "",
    placeholderData: keepPreviousData,
  });
