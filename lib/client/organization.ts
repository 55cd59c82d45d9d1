/** Reads and changes of an organization: its directories, members and API keys. */

import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import * as z from "zod/mini";
import { ApiKeyList, type IssueApiKey, IssuedApiKey } from "#lib/contract/credential.ts";
import { type CreateDirectory, Directory } from "#lib/contract/directory.ts";
import { MemberPage, type MemberQuery } from "#lib/contract/member.ts";
import { OrganizationSummary } from "#lib/contract/organization.ts";
import { StatedDirectoryList } from "#lib/contract/overview.ts";
import { keys } from "./keys.ts";
import { EXPECTING_MS, WATCHING_MS, watchFirstPage } from "./live.ts";
import { requestJson, requestNothing, withQuery } from "./request.ts";

const api = (organizationId: string) => `/api/organizations/${encodeURIComponent(organizationId)}`;

/** All directories of an organization; looks again sooner while one waits for its first request. */
export const directoriesQuery = (organizationId: string) =>
  queryOptions({
    queryKey: keys.directories(organizationId),
    queryFn: ({ signal }) => requestJson(`${api(organizationId)}/directories`, StatedDirectoryList, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.data.some((directory) => directory.state === "waiting") ? EXPECTING_MS : WATCHING_MS,
  });

/** Members, page by page. */
export const membersQuery = (organizationId: string, filters: Omit<MemberQuery, "cursor"> = {}) =>
  infiniteQueryOptions({
    queryKey: keys.members(organizationId, filters),
    queryFn: ({ pageParam, signal }) =>
      requestJson(withQuery(`${api(organizationId)}/members`, { ...filters, cursor: pageParam }), MemberPage, {
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: watchFirstPage,
  });

/** Keys of the management API, revoked ones included. */
export const apiKeysQuery = (organizationId: string) =>
  queryOptions({
    queryKey: keys.apiKeys(organizationId),
    queryFn: ({ signal }) => requestJson(`${api(organizationId)}/api-keys`, ApiKeyList, { signal }),
    refetchInterval: WATCHING_MS,
  });

/** Makes an organization that the viewer then owns. */
export function useCreateOrganization() {
  return useMutation({
    mutationFn: (body: { name: string }) =>
      requestJson("/api/organizations", z.pick(OrganizationSummary, { id: true }), { method: "POST", body }),
  });
}

/** Adds a directory to an organization. */
export function useCreateDirectory(organizationId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateDirectory) =>
      requestJson(`${api(organizationId)}/directories`, Directory, { method: "POST", body }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.directories(organizationId) }),
  });
}

/** Issues an API key. Its plaintext leaves the cache with the dialog: the default would keep it five minutes. */
export function useIssueApiKey(organizationId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: IssueApiKey) =>
      requestJson(`${api(organizationId)}/api-keys`, IssuedApiKey, { method: "POST", body }),
    gcTime: 0,
    onSuccess: () => {
      // Not awaited: nothing may stand between the answer and its one reveal.
      void cache.invalidateQueries({ queryKey: keys.apiKeys(organizationId) });
    },
  });
}

/** Revokes an API key for good. */
export function useRevokeApiKey(organizationId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (keyId: string) =>
      requestNothing(`${api(organizationId)}/api-keys/${encodeURIComponent(keyId)}/revoke`, { method: "POST" }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.apiKeys(organizationId) }),
  });
}
