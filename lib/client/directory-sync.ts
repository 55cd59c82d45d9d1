/** Reads and changes of one directory. The server prefetches the reads under the same keys. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { IssuedToken, type IssueToken, type RotateToken, TokenList, TokenUsageList } from "#lib/contract/credential.ts";
import { DirectoryDetail, type UpdateDirectory } from "#lib/contract/directory.ts";
import {
  DirectoryGroupDetail,
  DirectoryGroupPage,
  DirectoryUserDetail,
  DirectoryUserPage,
  GroupMemberPage,
  type GroupQuery,
  MembershipHistory,
  type UserQuery,
} from "#lib/contract/directory-people.ts";
import { LogEntryDetail, type LogFilterWords, LogPage } from "#lib/contract/log.ts";
import { keys } from "./keys.ts";
import { EXPECTING_MS, WATCHING_MS, watchFirstPage } from "./live.ts";
import { requestJson, requestNothing, withQuery } from "./request.ts";

const part = encodeURIComponent;
const api = (directoryId: string) => `/api/directories/${part(directoryId)}`;

/** One directory with its state, counts and last request. */
export const directoryQuery = (directoryId: string) =>
  queryOptions({
    queryKey: keys.directoryDetail(directoryId),
    queryFn: ({ signal }) => requestJson(api(directoryId), DirectoryDetail, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === "waiting" ? EXPECTING_MS : WATCHING_MS),
  });

/** SCIM tokens, revoked ones included; never their plaintext. */
export const tokensQuery = (directoryId: string) =>
  queryOptions({
    queryKey: keys.tokens(directoryId),
    queryFn: ({ signal }) => requestJson(`${api(directoryId)}/tokens`, TokenList, { signal }),
    refetchInterval: WATCHING_MS,
  });

/** The provisioning log, newest first, page by page. */
export const logQuery = (directoryId: string, filters: LogFilterWords = {}) =>
  infiniteQueryOptions({
    queryKey: keys.log(directoryId, filters),
    queryFn: ({ pageParam, signal }) =>
      requestJson(withQuery(`${api(directoryId)}/log`, { ...filters, cursor: pageParam }), LogPage, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: watchFirstPage,
  });

/** One entry with its request, response and changes. It never changes once written. */
export const logEntryQuery = (directoryId: string, entryId: string) =>
  queryOptions({
    queryKey: keys.logEntry(directoryId, entryId),
    queryFn: ({ signal }) => requestJson(`${api(directoryId)}/log/${part(entryId)}`, LogEntryDetail, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** People as the IdP describes them, page by page. */
export const usersQuery = (directoryId: string, filters: Omit<UserQuery, "cursor"> = {}) =>
  infiniteQueryOptions({
    queryKey: keys.users(directoryId, filters),
    queryFn: ({ pageParam, signal }) =>
      requestJson(withQuery(`${api(directoryId)}/users`, { ...filters, cursor: pageParam }), DirectoryUserPage, {
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: watchFirstPage,
  });

/** The people that fit the filters as a file. */
export const userFileHref = (directoryId: string, filters: Omit<UserQuery, "cursor">) =>
  withQuery(`${api(directoryId)}/users/export`, filters);

/** One person with groups, membership, SCIM document and recent requests. */
export const userQuery = (directoryId: string, userId: string) =>
  queryOptions({
    queryKey: keys.user(directoryId, userId),
    queryFn: ({ signal }) => requestJson(`${api(directoryId)}/users/${part(userId)}`, DirectoryUserDetail, { signal }),
    refetchInterval: WATCHING_MS,
  });

/** Groups, page by page. */
export const groupsQuery = (directoryId: string, filters: Omit<GroupQuery, "cursor"> = {}) =>
  infiniteQueryOptions({
    queryKey: keys.groups(directoryId, filters),
    queryFn: ({ pageParam, signal }) =>
      requestJson(withQuery(`${api(directoryId)}/groups`, { ...filters, cursor: pageParam }), DirectoryGroupPage, {
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: watchFirstPage,
  });

/** One group without its members. */
export const groupQuery = (directoryId: string, groupId: string) =>
  queryOptions({
    queryKey: keys.group(directoryId, groupId),
    queryFn: ({ signal }) =>
      requestJson(`${api(directoryId)}/groups/${part(groupId)}`, DirectoryGroupDetail, { signal }),
    refetchInterval: WATCHING_MS,
  });

/** The members of a group that fit the search, as a file. */
export const groupMemberFileHref = (directoryId: string, groupId: string, q: string) =>
  withQuery(`${api(directoryId)}/groups/${part(groupId)}/members/export`, { q });

/** A group's members, page by page: a group may have a hundred thousand. */
export const groupMembersQuery = (directoryId: string, groupId: string, q = "") =>
  infiniteQueryOptions({
    queryKey: keys.groupMembers(directoryId, groupId, q),
    queryFn: ({ pageParam, signal }) =>
      requestJson(
        withQuery(`${api(directoryId)}/groups/${part(groupId)}/members`, { q, cursor: pageParam }),
        GroupMemberPage,
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: watchFirstPage,
  });

/** Who joined or left a group, by which request; newest first, page by page. */
export const membershipHistoryQuery = (directoryId: string, groupId: string) =>
  infiniteQueryOptions({
    queryKey: keys.membershipHistory(directoryId, groupId),
    queryFn: ({ pageParam, signal }) =>
      requestJson(
        withQuery(`${api(directoryId)}/groups/${part(groupId)}/history`, { cursor: pageParam }),
        MembershipHistory,
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    refetchInterval: watchFirstPage,
  });

/** The directory's own page and every list that shows it. */
const refreshDirectory = (cache: QueryClient, directoryId: string) =>
  Promise.all([
    cache.invalidateQueries({ queryKey: keys.directoryDetail(directoryId) }),
    cache.invalidateQueries({ queryKey: ["organization"] }),
  ]);

/** Renames, pauses or resumes. */
export function useUpdateDirectory(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateDirectory) => requestNothing(api(directoryId), { method: "PATCH", body }),
    onSuccess: () => refreshDirectory(cache, directoryId),
  });
}

/** Deletes a directory and all it holds. The caller leaves its pages, which then have nothing to read. */
export function useDeleteDirectory(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => requestNothing(api(directoryId), { method: "DELETE" }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["organization"] }),
  });
}

/** Issues a SCIM token. Its plaintext leaves the cache with the dialog: the default would keep it five minutes. */
export function useIssueToken(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: IssueToken) => requestJson(`${api(directoryId)}/tokens`, IssuedToken, { method: "POST", body }),
    gcTime: 0,
    onSuccess: () => {
      // Not awaited: nothing may stand between the answer and its one reveal.
      void cache.invalidateQueries({ queryKey: keys.tokens(directoryId) });
      void refreshDirectory(cache, directoryId);
    },
  });
}

/** What each token was used for lately. */
export const tokenUsageQuery = (directoryId: string) =>
  queryOptions({
    queryKey: [...keys.tokens(directoryId), "usage"],
    queryFn: ({ signal }) => requestJson(`${api(directoryId)}/tokens/usage`, TokenUsageList, { signal }),
    refetchInterval: WATCHING_MS,
  });

/** Makes the successor of a token; the old one goes on working for a while. Kept as `useIssueToken` keeps it. */
export function useRotateToken(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ tokenId, ...body }: RotateToken & { tokenId: string }) =>
      requestJson(`${api(directoryId)}/tokens/${part(tokenId)}/rotate`, IssuedToken, { method: "POST", body }),
    gcTime: 0,
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: keys.tokens(directoryId) });
      void refreshDirectory(cache, directoryId);
    },
  });
}

/** Revokes a SCIM token for good; the IdP's next call with it gets 401. */
export function useRevokeToken(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (tokenId: string) =>
      requestNothing(`${api(directoryId)}/tokens/${part(tokenId)}/revoke`, { method: "POST" }),
    onSuccess: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: keys.tokens(directoryId) }),
        refreshDirectory(cache, directoryId),
      ]),
  });
}
