/** A directory's configuration as a file: comparing one with what is there, and bringing it in. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfigurationPlan } from "#lib/contract/configuration.ts";
import { keys } from "./keys.ts";
import { requestJson } from "./request.ts";

/** Where the file comes from, as a download. */
export const configurationPath = (directoryId: string) =>
  `/api/directories/${encodeURIComponent(directoryId)}/configuration`;

const bring = (directoryId: string, body: object) =>
  requestJson(configurationPath(directoryId), ConfigurationPlan, { method: "POST", body });

/** What the file would change, and what is in the way. Changes nothing. */
export const useCompareConfiguration = (directoryId: string) =>
  useMutation({ mutationFn: (configuration: unknown) => bring(directoryId, { configuration, dry_run: true }) });

/** Applies the file, if nobody changed anything since it was compared. */
export function useImportConfiguration(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ configuration, revision }: { configuration: unknown; revision: string }) =>
      bring(directoryId, { configuration, based_on: revision }),
    onSuccess: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: keys.directory(directoryId) }),
        cache.invalidateQueries({ queryKey: ["organization"] }),
      ]),
  });
}
