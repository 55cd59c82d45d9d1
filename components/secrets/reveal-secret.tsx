"use client";

import Download from "lucide-react/icons/download";
import { useEffect, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { DialogActions, DialogBody } from "#components/ui/dialog.tsx";

export type Secret = { name: string; plaintext: string };

const SHOWN_MS = 10 * 60 * 1000;

type RevealSecretProps = { noun: string; secret: Secret; onDone: () => void };

/**
 * The plaintext, once. It is in this component's state and nowhere else: not in the query cache, the URL or storage. It
 * goes when the dialog closes, and by itself after ten minutes.
 */
export function RevealSecret({ noun, secret: { name, plaintext }, onDone }: RevealSecretProps) {
  const [isStored, setStored] = useState(false);
  const isGone = useGoneAfter(SHOWN_MS);
  if (isGone) return <SecretGone noun={noun} onDone={onDone} />;
  return (
    <>
      <DialogBody>
        <CopyField
          label={name}
          value={plaintext}
          hint={`Shown only once. Paste it where the ${noun} is used, or keep it in a password manager.`}
        />
        <Button className="self-start" onClick={() => download(name, plaintext)}>
          <Download aria-hidden /> Download .txt
        </Button>
        <StoredCheckbox checked={isStored} onChange={setStored} />
      </DialogBody>
      <DialogActions>
        <Button variant="primary" disabled={!isStored} onClick={onDone}>
          Done
        </Button>
      </DialogActions>
    </>
  );
}

const SecretGone = ({ noun, onDone }: { noun: string; onDone: () => void }) => (
  <>
    <DialogBody>
      <p role="status" className="text-sm">
        Ten minutes have passed, so the {noun} was cleared from this page. If you stored it, it works. If not, revoke it
        and issue another.
      </p>
    </DialogBody>
    <DialogActions>
      <Button variant="primary" onClick={onDone}>
        Done
      </Button>
    </DialogActions>
  </>
);

type StoredCheckboxProps = { checked: boolean; onChange: (checked: boolean) => void };

function StoredCheckbox({ checked, onChange }: StoredCheckboxProps) {
  const id = useId();
  return (
    <label htmlFor={id} className="flex min-h-8 items-center gap-2.5 text-base">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        className="size-4 accent-accent"
      />
      I have stored it
    </label>
  );
}

function useGoneAfter(ms: number): boolean {
  const [isGone, setGone] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setGone(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return isGone;
}

function download(name: string, plaintext: string) {
  const url = URL.createObjectURL(new Blob([`${plaintext}\n`], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name.replace(/[^\p{L}\p{N}]+/gu, "-")}.txt`;
  link.click();
  URL.revokeObjectURL(url);
}
