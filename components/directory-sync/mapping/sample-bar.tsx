"use client";

import UserRoundSearch from "lucide-react/icons/user-round-search";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { failureSentence } from "#components/ui/load-failed.tsx";
import { isGone } from "#lib/client/gone.ts";
import type { Preview } from "#lib/contract/mapping-preview.ts";
import type { Sample } from "./sample.ts";

const SampleDialog = dynamic(() => import("./sample-dialog.tsx").then((file) => file.SampleDialog));

type SampleBarProps = {
  directoryId: string;
  idp: string;
  /** Nobody has been sent yet. */
  isEmpty: boolean;
  sample: Sample;
  preview: Preview | undefined;
  error: Error | null;
  onChoose: (sample: Sample) => void;
};

/** Whose result the rows show, and the way to somebody else's. */
export function SampleBar({ directoryId, idp, isEmpty, sample, preview, error, onChoose }: SampleBarProps) {
  const [open, setOpen] = useState(false);
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line bg-sunken px-4 py-2">
      <p className="min-w-0 text-sm">
        <SampleWords idp={idp} isEmpty={isEmpty} sample={sample} preview={preview} error={error} />
      </p>
      <Button onClick={() => setOpen(true)}>
        <UserRoundSearch aria-hidden /> Try on somebody else
      </Button>
      {open && (
        <SampleDialog
          directoryId={directoryId}
          idp={idp}
          onClose={() => setOpen(false)}
          onChoose={(chosen) => {
            setOpen(false);
            onChoose(chosen);
          }}
        />
      )}
    </div>
  );
}

function SampleWords({ idp, isEmpty, sample, preview, error }: Omit<SampleBarProps, "directoryId" | "onChoose">) {
  if (sample.kind === "pasted" && preview) return "Tried on the payload you pasted.";
  if (preview?.person) {
    return (
      <>
        Tried on <span className="font-medium wrap-anywhere">{preview.person.name}</span>{" "}
        <span className="text-muted">
          {sample.kind === "last" ? `whom ${idp} wrote last` : preview.person.userName}
        </span>
      </>
    );
  }
  if ((isEmpty || isGone(error)) && sample.kind === "last")
    return `${idp} has sent nobody yet. Paste a payload to try the rows.`;
  if (error) return failureSentence(error);
  return "Looking for somebody to try the rows on";
}
