"use client";

import Pause from "lucide-react/icons/pause";
import Play from "lucide-react/icons/play";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { InlineSelect } from "#components/ui/inline-select.tsx";
import { failureSentence } from "#components/ui/load-failed.tsx";
import { canManage, manageBlocked } from "#lib/client/permissions.ts";
import { useAct } from "#lib/client/use-act.ts";
import type { DirectoryDetail } from "#lib/contract/directory.ts";
import { PROVIDER_SHORT_NAMES } from "../provider.tsx";
import { usePause } from "../use-pause.ts";

/** Pauses or resumes, after saying what that does. */
export function PauseButton({ directory }: { directory: DirectoryDetail }) {
  const [asking, setAsking] = useState(false);
  const [minutes, setMinutes] = useState("60");
  const act = usePause(directory);
  useAct("pause", () => setAsking(canManage(directory.organization)));
  const isPaused = directory.state === "paused";
  const verb = isPaused ? "Resume" : "Pause";

  const close = () => {
    setAsking(false);
    act.reset();
  };
  const confirm = () => (isPaused ? act.resume(close) : act.pause(minutes ? Number(minutes) : undefined, close));
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
        effect={
          <>
            <Effect directory={directory} />
            {!isPaused && <Length minutes={minutes} onChoose={setMinutes} />}
          </>
        }
        confirmLabel={verb}
        busy={act.isPending}
        error={act.error ? failureSentence(act.error) : undefined}
        onConfirm={confirm}
      />
    </>
  );
}

const LENGTHS = [
  { value: "15", label: "15 minutes" },
  { value: "60", label: "1 hour" },
  { value: "240", label: "4 hours" },
  { value: "1440", label: "1 day" },
  { value: "", label: "Until somebody resumes it" },
];

const Length = ({ minutes, onChoose }: { minutes: string; onChoose: (minutes: string) => void }) => (
  <div className="flex flex-wrap items-center gap-2 pt-2">
    <span aria-hidden>Resume after</span>
    <InlineSelect label="Resume after" value={minutes} onChange={onChoose}>
      {LENGTHS.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </InlineSelect>
  </div>
);

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
