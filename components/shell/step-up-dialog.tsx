"use client";

import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { failureSentence } from "#components/ui/load-failed.tsx";
import { confirmPassword } from "#lib/client/confirm-password.ts";

/**
 * Asks for the password once more. The browser's own <dialog>, because it may have to lie above any other dialog,
 * drawer or menu, and gives the focus back to whatever had it.
 */
export function StepUpDialog({ onDone }: { onDone: (confirmed: boolean) => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const titleId = useId();
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const done = (confirmed: boolean) => {
    dialog.current?.close();
    onDone(confirmed);
  };
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
    password.current?.focus();
  }, []);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    const typed = password.current?.value ?? "";
    if (!typed) {
      setProblem("Enter your password.");
      password.current?.focus();
      return;
    }
    setBusy(true);
    try {
      await confirmPassword(typed);
      done(true);
    } catch (error) {
      setBusy(false);
      setProblem(failureSentence(error).replace(/^password: /, ""));
      password.current?.select();
    }
  }

  return createPortal(
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        done(false);
      }}
      // A dialog below must neither take the keys nor close with this one.
      onKeyDown={(event: KeyboardEvent) => event.stopPropagation()}
      className="m-auto w-full max-w-md rounded-xl border border-line bg-raised text-ink shadow-dialog backdrop:bg-scrim"
    >
      <form method="post" onSubmit={submit} noValidate>
        <div className="flex flex-col gap-4 px-5 pt-5 pb-4">
          <div>
            <h2 id={titleId} className="text-lg font-semibold">
              Confirm your password
            </h2>
            <p className="mt-1 text-sm text-muted">
              You signed in more than ten minutes ago. What you asked for goes on as soon as you are sure to be you.
            </p>
          </div>
          <Field label="Password" error={problem}>
            <Input ref={password} name="password" type="password" autoComplete="current-password" />
          </Field>
        </div>
        <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3.5">
          <Button onClick={() => done(false)}>Cancel</Button>
          <Button type="submit" variant="primary" busy={isBusy}>
            Confirm and go on
          </Button>
        </footer>
      </form>
    </dialog>,
    document.body,
  );
}
