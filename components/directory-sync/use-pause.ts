import { showToast, showUndoToast } from "#components/ui/toast.tsx";
import { useUpdateDirectory } from "#lib/client/directory-sync.ts";
import type { DirectoryDetail } from "#lib/contract/directory.ts";

/** Pauses and resumes a directory; a pause can be taken back for ten seconds. */
export function usePause({ id, name }: Pick<DirectoryDetail, "id" | "name">) {
  const update = useUpdateDirectory(id);
  const resume = (onSuccess?: () => void) =>
    update.mutate(
      { state: "active" },
      {
        onSuccess: () => {
          onSuccess?.();
          showToast("Resumed", name);
        },
      },
    );
  /** @param minutes after which it resumes by itself; undefined: when somebody resumes it */
  const pause = (minutes: number | undefined, onSuccess: () => void) =>
    update.mutate(
      { state: "paused", ...(minutes && { pauseMinutes: minutes }) },
      {
        onSuccess: () => {
          onSuccess();
          showUndoToast("Paused", name, () => resume());
        },
      },
    );
  return { pause, resume, isPending: update.isPending, error: update.error, reset: update.reset };
}
