"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { useId, useRef, useState } from "react";
import { Button } from "./button.tsx";
import type { ConfirmDialogProps } from "./confirm-dialog.tsx";
import { Input } from "./input.tsx";
import { useDialogFocus } from "./use-dialog-focus.ts";

/** The dialog behind `ConfirmDialog`, in a file of its own: it is fetched when it is first opened. */
export function ConfirmQuestion({ open, onOpenChange, ...question }: ConfirmDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  const focus = useDialogFocus(cancel);
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <AlertDialog.Viewport className="fixed inset-0 z-40 flex items-end justify-center overflow-y-auto sm:items-start sm:p-6 sm:pt-[16vh]">
          <AlertDialog.Popup
            {...focus}
            className="w-full max-w-md rounded-t-xl border border-line bg-raised shadow-dialog transition duration-150 ease-out data-ending-style:translate-y-2 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0 sm:rounded-xl"
          >
            <Question {...question} cancel={cancel} />
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

type QuestionProps = Omit<ConfirmDialogProps, "open" | "onOpenChange"> & {
  cancel: React.RefObject<HTMLButtonElement | null>;
};

/** Mounted with the popup, so that what was typed is gone when it is opened again. */
function Question({
  title,
  effect,
  confirmLabel,
  tone = "primary",
  typeToConfirm,
  instead,
  busy,
  error,
  onConfirm,
  cancel,
}: QuestionProps) {
  const [typed, setTyped] = useState("");
  const inputId = useId();
  const ready = typeToConfirm === undefined || typed.trim() === typeToConfirm;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !busy) onConfirm();
      }}
    >
      <div className="flex flex-col gap-3 px-5 pt-5 pb-4">
        <AlertDialog.Title className="text-lg font-semibold">{title}</AlertDialog.Title>
        <AlertDialog.Description render={<div />} className="flex flex-col gap-2 text-sm text-muted">
          {effect}
        </AlertDialog.Description>
        {typeToConfirm !== undefined && (
          <div className="flex flex-col gap-1.5">
            <label htmlFor={inputId} className="text-sm">
              Type <strong className="font-semibold break-all">{typeToConfirm}</strong> to confirm
            </label>
            <Input
              id={inputId}
              value={typed}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setTyped(event.target.value)}
            />
          </div>
        )}
        {error && (
          <p role="alert" className="text-sm text-bad">
            {error}
          </p>
        )}
      </div>
      <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3.5">
        {instead && <div className="me-auto">{instead}</div>}
        <AlertDialog.Close ref={cancel} render={<Button />}>
          Cancel
        </AlertDialog.Close>
        <Button type="submit" variant={tone} busy={busy} disabled={!ready}>
          {confirmLabel}
        </Button>
      </footer>
    </form>
  );
}
