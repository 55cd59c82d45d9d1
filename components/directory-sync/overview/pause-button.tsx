"use client";

import Pause from "lucide-react/icons/pause";
import Play from "lucide-react/icons/play";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { failureSentence } from "#components/ui/load-failed.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { useUpdateDirectory } from "#lib/client/directory-sync.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import type { DirectoryDetail } from "#lib/contract/directory.ts";
import { PROVIDER_SHORT_NAMES } from "../provider.tsx";

/** Pauses or resumes, after saying what that does. */
export function PauseButton({ directory }: { directory: DirectoryDetail }) {
  const [asking, setAsking] = useState(false);
  const update = useUpdateDirectory(directory.id);
  const isPaused = directory.state === "paused";
  const verb = isPaused ? "Resume" : "Pause";

  const close = () => {
    setAsking(false);
    update.reset();
  };
  const confirm = () =>
    update.mutate(
      { state: isPaused ? "active" : "paused" },
      {
        onSuccess: () => {
          close();
          showToast(isPaused ? "Resumed" : "Paused", directory.name);
        },
      },
    );
  return (
    <>
      <Button
        variant={isPaused ? "primary" : "secondary"}
        blocked={manageBlocked(directory.organization)}
        onClick={() => setAsking(true)}
      >
        {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />} {verb}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={(open) => !open && close()}
        title={`${verb} ${directory.name}?`}
        effect={<Effect directory={directory} />}
        confirmLabel={verb}
        busy={update.isPending}
        error={update.error ? failureSentence(update.error) : undefined}
        onConfirm={confirm}
      />
    </>
  );
}

function Effect({ directory }: { directory: DirectoryDetail }) {
  const idp = PROVIDER_SHORT_NAMES[directory.provider];
  if (directory.state === "paused") {
    return <p>{idp} is let in again. Changes it has held back arrive with its next attempts.</p>;
  }
  const people = directory.counts.activeUsers.toLocaleString("en");
  return (
    <>
      <p>{idp} gets 503 with every request and tries again later. It may mark the app as failing meanwhile.</p>
      <p>
        The {people} active people keep their access. Someone who leaves your company keeps it too, until you resume.
      </p>
    </>
  );
}
