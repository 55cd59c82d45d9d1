"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { failureSentence } from "#components/ui/load-failed.tsx";
import { useSetup } from "./setup-api.ts";

/** Forgets the steps and what was seen; people, groups and tokens stay. */
export function StartOver() {
  const { blocked, update } = useSetup();
  const [isAsking, setAsking] = useState(false);
  // What failed before the question, or in it, belongs to it no longer.
  const ask = (open: boolean) => {
    update.reset();
    setAsking(open);
  };
  const confirm = () => update.mutate({ startOver: true }, { onSuccess: () => setAsking(false) });
  return (
    <>
      <Button variant="quiet" blocked={blocked} onClick={() => ask(true)}>
        Start over
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={ask}
        title="Start the setup over?"
        effect="All ticks are taken away and wait for new requests. People, groups, tokens and the log stay as they are."
        confirmLabel="Start over"
        busy={update.isPending}
        error={update.error ? failureSentence(update.error) : undefined}
        onConfirm={confirm}
      />
    </>
  );
}
