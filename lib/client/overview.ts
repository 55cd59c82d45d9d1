/** How a directory is, and the acts of its overview. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { DirectoryHealth, type SwitchOff } from "#lib/contract/overview.ts";
import { keys } from "./keys.ts";
import { EXPECTING_MS, WATCHING_MS } from "./live.ts";
import { requestJson, requestNothing } from "./request.ts";

const api = (directoryId: string) => `/api/directories/${encodeURIComponent(directoryId)}`;

/** State, issues, numbers of the last day and what is left to set up. Looks more often while something is expected. */
export const healthQuery = (directoryId: string) =>
  queryOptions({
    queryKey: [...keys.directory(directoryId), "health"],
    queryFn: ({ signal }) => requestJson(`${api(directoryId)}/health`, DirectoryHealth, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.state === "waiting" || state.data?.backfill?.endedAt === null ? EXPECTING_MS : WATCHING_MS,
  });

function useAct<Input>(directoryId: string, act: (input: Input) => Promise<void>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: keys.directory(directoryId) }),
        cache.invalidateQueries({ queryKey: ["organization"] }),
      ]),
  });
}

/** Ends syncing: the tokens at once, and the people as chosen. */
export const useSwitchOff = (directoryId: string) =>
  useAct<SwitchOff>(directoryId, (body) => requestNothing(`${api(directoryId)}/switch-off`, { method: "POST", body }));

/** Lets the directory be used again, with a new token. */
export const useSwitchOn = (directoryId: string) =>
  useAct<void>(directoryId, () => requestNothing(`${api(directoryId)}/switch-on`, { method: "POST" }));
