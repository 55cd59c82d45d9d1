/** Saved views of the provisioning log. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { LogView, LogViewList, type SaveLogView } from "#lib/contract/log-view.ts";
import { keys } from "./keys.ts";
import { requestJson, requestNothing } from "./request.ts";

const views = (directoryId: string) => `/api/directories/${encodeURIComponent(directoryId)}/log/views`;

export const logViewsQuery = (directoryId: string) =>
  queryOptions({
    queryKey: keys.logViews(directoryId),
    queryFn: ({ signal }) => requestJson(views(directoryId), LogViewList, { signal }),
    staleTime: 60_000,
  });

export function useSaveLogView(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: SaveLogView) => requestJson(views(directoryId), LogView, { method: "POST", body }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.logViews(directoryId) }),
  });
}

/** Archives a view, or brings it back. */
export function useArchiveLogView(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, restore = false }: { id: string; restore?: boolean }) => {
      const view = `${views(directoryId)}/${encodeURIComponent(id)}`;
      return restore
        ? requestNothing(`${view}/restore`, { method: "POST" })
        : requestNothing(view, { method: "DELETE" });
    },
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.logViews(directoryId) }),
  });
}
