"use client";

import { useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { Apply } from "#lib/contract/roles.ts";

type SaveDialogProps = {
  /** What the version will hold, in words. */
  changes: readonly string[];
  /** How many people the directory has. */
  people: number;
  /** The result of the check, or why it would be good to run one. */
  check: string;
  busy: boolean;
  error?: string | undefined;
  onClose: () => void;
  onSave: (choice: { note: string; apply: Apply }) => void;
};

/** The last step of a save: a note for the history, and when everybody gets the new version. */
export function SaveDialog({ changes, people, check, busy, error, onClose, onSave }: SaveDialogProps) {
  const [note, setNote] = useState("");
  const [apply, setApply] = useState<Apply>("now");
  const noteField = useRef<HTMLInputElement>(null);
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title="Save as a new version"
      description={check}
      initialFocus={noteField}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) onSave({ note: note.trim(), apply });
        }}
      >
        <DialogBody>
          <ul className="max-h-40 list-disc space-y-1 overflow-y-auto ps-4 text-sm">
            {changes.map((change) => (
              <li key={change} className="wrap-anywhere">
                {change}
              </li>
            ))}
          </ul>
          <Field label="Note" description="Why you change it. Shown in the list of versions.">
            <Input ref={noteField} value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
          </Field>
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1.5 text-sm font-medium">Who gets it, and when</legend>
            <Choice
              name="Everybody, now"
              description={`In the background, with progress: ${people.toLocaleString("en")} ${people === 1 ? "person" : "people"}.`}
              checked={apply === "now"}
              onChoose={() => setApply("now")}
            />
            <Choice
              name="Each person when they change next"
              description="Until then they keep what the version before made of them."
              checked={apply === "on_change"}
              onChoose={() => setApply("on_change")}
            />
          </fieldset>
          {error && (
            <p role="alert" className="text-sm text-bad">
              {error}
            </p>
          )}
        </DialogBody>
        <DialogActions>
          <Button onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" busy={busy}>
            Save version
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

type ChoiceProps = { name: string; description: string; checked: boolean; onChoose: () => void };

const Choice = ({ name, description, checked, onChoose }: ChoiceProps) => (
  <label className="flex cursor-pointer items-start gap-2.5 rounded-md border border-line px-3 py-2 text-sm has-checked:border-control has-checked:bg-hover">
    <input type="radio" name="apply" checked={checked} onChange={onChoose} className="mt-1 accent-accent" />
    <span>
      <span className="font-medium">{name}</span>
      <span className="block text-muted">{description}</span>
    </span>
  </label>
);
