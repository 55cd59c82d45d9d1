import { showToast, showUndoToast } from "#components/ui/toast.tsx";
import { useUpdateDirectory } from "#lib/client/directory-sync.ts";
import type { DirectoryDetail } from "#lib/contract/directory.ts";

/** Pauses and resumes a directory; a pause can be taken back for ten seconds. */
export function usePause({ id, name }: Pick<DirectoryDetail, "id" | "name">) {
  const update = useUpdateDirectory(id);
  // Of its own: the toast tells its failure, and the next question does not begin with it.
  const undo = useUpdateDirectory(id);
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
          showUndoToast("Paused", name, () =>
            undo.mutateAsync({ state: "active" }).then(() => showToast("Resumed", name)),
          );
        },
      },
    );
  return { pause, resume, isPending: update.isPending, error: update.error, reset: update.reset };
}
