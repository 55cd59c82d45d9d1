"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { useSetup } from "./setup-api.ts";

/** Forgets the steps and what was seen; people, groups and tokens stay. */
export function StartOver() {
  const { blocked, update } = useSetup();
  const [isAsking, setAsking] = useState(false);
  const confirm = () => {
    update({ startOver: true });
    setAsking(false);
  };
  return (
    <>
      <Button variant="quiet" blocked={blocked} onClick={() => setAsking(true)}>
        Start over
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title="Start the setup over?"
        effect="All ticks are taken away and wait for new requests. People, groups, tokens and the log stay as they are."
        confirmLabel="Start over"
        busy={false}
        onConfirm={confirm}
      />
    </>
  );
}
