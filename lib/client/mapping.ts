/** Reads and changes of a directory's attribute mapping: saving, versions, preview, runs over everybody, data quality. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { DataProblemPage, type DataProblemQuery } from "#lib/contract/data-quality.ts";
import {
  Mapping,
  MappingVersionDetail,
  MappingVersionPage,
  type RestoreVersion,
  SavedMapping,
  type SaveMapping,
  SeenPaths,
} from "#lib/contract/mapping.ts";
import { Explanation, Preview, type PreviewRequest } from "#lib/contract/mapping-preview.ts";
import type { MappingDraft } from "#lib/contract/mapping-row.ts";
import { type ChangeRun, MappingRun, RunChangePage, type RunChangeQuery } from "#lib/contract/mapping-run.ts";
import { keys } from "./keys.ts";
import { EXPECTING_MS, WATCHING_MS } from "./live.ts";
import { requestJson, withQuery } from "./request.ts";

const part = encodeURIComponent;
const api = (directoryId: string) => `/api/directories/${part(directoryId)}`;

/** Whether a run still has work before it, a paused one included. */
export const isUnderWay = ({ state }: MappingRun) => state === "queued" || state === "running" || state === "paused";

const RUN_MS = 500;

/** What is in force, and what an editor needs to check and to offer. */
export const mappingQuery = (directoryId: string) =>
  queryOptions({
    queryKey: keys.mapping(directoryId),
    queryFn: ({ signal }) => requestJson(`${api(directoryId)}/mapping`, Mapping, { signal }),
    refetchInterval: ({ state }) => (state.data?.run && isUnderWay(state.data.run) ? EXPECTING_MS / 2 : WATCHING_MS),
  });

/** Every save, newest first. */
export const versionsQuery = (directoryId: string) =>
  infiniteQueryOptions({
    queryKey: keys.mappingVersions(directoryId),
    queryFn: ({ pageParam, signal }) =>
      requestJson(withQuery(`${api(directoryId)}/mapping/versions`, { cursor: pageParam }), MappingVersionPage, {
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });

/** One version with its rows and rules. It never changes. */
export const versionQuery = (directoryId: string, version: number) =>
  queryOptions({
    queryKey: keys.mappingVersion(directoryId, version),
    queryFn: ({ signal }) =>
      requestJson(`${api(directoryId)}/mapping/versions/${version}`, MappingVersionDetail, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What a draft makes of one person. Nothing is written. */
export const previewQuery = (directoryId: string, request: PreviewRequest) =>
  queryOptions({
    queryKey: keys.mappingPreview(directoryId, request),
    queryFn: ({ signal }) =>
      requestJson(`${api(directoryId)}/mapping/preview`, Preview, { method: "POST", body: request, signal }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });

/** A run, watched closely while it goes on. */
export const runQuery = (directoryId: string, runId: string) =>
  queryOptions({
    queryKey: keys.mappingRun(directoryId, runId),
    queryFn: ({ signal }) => requestJson(`${api(directoryId)}/mapping/runs/${part(runId)}`, MappingRun, { signal }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? RUN_MS : false),
  });

/** Whom a run changes, page by page. */
export const runChangesQuery = (directoryId: string, runId: string, filters: Omit<RunChangeQuery, "cursor">) =>
  infiniteQueryOptions({
    queryKey: keys.mappingRunChanges(directoryId, runId, filters),
    queryFn: ({ pageParam, signal }) =>
      requestJson(
        withQuery(`${api(directoryId)}/mapping/runs/${part(runId)}/changes`, { ...filters, cursor: pageParam }),
        RunChangePage,
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** Where the same list is as a file. */
export const runChangesCsv = (directoryId: string, runId: string, filters: Omit<RunChangeQuery, "cursor">) =>
  withQuery(`${api(directoryId)}/mapping/runs/${part(runId)}/changes.csv`, filters);

/** The attribute paths that this directory has really received. */
export const pathsQuery = (directoryId: string) =>
  queryOptions({
    queryKey: keys.mappingPaths(directoryId),
    queryFn: ({ signal }) => requestJson(`${api(directoryId)}/mapping/paths`, SeenPaths, { signal }),
    staleTime: 60_000,
  });

/** People whose data a mapping could not use, and what to mend at the IdP. */
export const dataProblemsQuery = (directoryId: string, filters: Omit<DataProblemQuery, "cursor"> = {}) =>
  infiniteQueryOptions({
    queryKey: keys.mappingProblems(directoryId, filters),
    queryFn: ({ pageParam, signal }) =>
      requestJson(
        withQuery(`${api(directoryId)}/mapping/problems`, { ...filters, cursor: pageParam }),
        DataProblemPage,
        {
          signal,
        },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** Where each field of a person and their role came from. */
export const explanationQuery = (directoryId: string, userId: string) =>
  queryOptions({
    queryKey: keys.explanation(directoryId, userId),
    queryFn: ({ signal }) =>
      requestJson(`${api(directoryId)}/users/${part(userId)}/explanation`, Explanation, { signal }),
    refetchInterval: WATCHING_MS,
  });

/** Everything that a new version or a run may have changed. */
const refreshDirectory = (cache: QueryClient, directoryId: string) =>
  cache.invalidateQueries({ queryKey: keys.directory(directoryId) });

/** Saves rows and user ID attribute as a new version. A `conflict` says who was faster. */
export function useSaveMapping(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: SaveMapping) =>
      requestJson(`${api(directoryId)}/mapping`, SavedMapping, { method: "PUT", body }),
    onSuccess: () => refreshDirectory(cache, directoryId),
  });
}

/** Brings an older version back as a new one. */
export function useRestoreVersion(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ version, ...body }: RestoreVersion & { version: number }) =>
      requestJson(`${api(directoryId)}/mapping/versions/${version}/restore`, SavedMapping, { method: "POST", body }),
    onSuccess: () => refreshDirectory(cache, directoryId),
  });
}

/** Begins a dry run of a draft over everybody. */
export function useStartDryRun(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: MappingDraft) =>
      requestJson(`${api(directoryId)}/mapping/dry-runs`, MappingRun, { method: "POST", body }),
    // So that it can be cancelled at once, before it is asked for a first time.
    onSuccess: (run) => cache.setQueryData(keys.mappingRun(directoryId, run.id), run),
  });
}

/** Pauses, resumes or cancels a run. */
export function useChangeRun(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ runId, ...body }: ChangeRun & { runId: string }) =>
      requestJson(`${api(directoryId)}/mapping/runs/${part(runId)}`, MappingRun, { method: "PATCH", body }),
    onSuccess: (run) => {
      cache.setQueryData(keys.mappingRun(directoryId, run.id), run);
      return cache.invalidateQueries({ queryKey: keys.mapping(directoryId) });
    },
  });
}

/** Gives the version in force to everybody. */
export function useApplyMapping(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => requestJson(`${api(directoryId)}/mapping/runs`, MappingRun, { method: "POST" }),
    onSuccess: (run) => {
      cache.setQueryData(keys.mappingRun(directoryId, run.id), run);
      return cache.invalidateQueries({ queryKey: keys.mapping(directoryId) });
    },
  });
}
