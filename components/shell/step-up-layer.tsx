"use client";

import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";
import { provideStepUp } from "#lib/client/step-up.ts";

const StepUpDialog = dynamic(() => import("./step-up-dialog.tsx").then((file) => file.StepUpDialog));

/** Where the question for the password appears, whoever's request needs it. Mounted once; its dialog is fetched then. */
export function StepUpLayer() {
  const [isAsking, setAsking] = useState(false);
  const answer = useRef<(confirmed: boolean) => void>(undefined);
  useEffect(
    () =>
      provideStepUp(
        () =>
          new Promise((resolve) => {
            answer.current = resolve;
            setAsking(true);
          }),
      ),
    [],
  );
  if (!isAsking) return null;
  return (
    <StepUpDialog
      onDone={(confirmed) => {
        setAsking(false);
        answer.current?.(confirmed);
      }}
    />
  );
}
