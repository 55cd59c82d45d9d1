"use client";

import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { failureSentence } from "#components/ui/load-failed.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { useSaveLogView } from "#lib/client/log-views.ts";
import { SaveLogView } from "#lib/contract/log-view.ts";

type SaveViewDialogProps = { directoryId: string; query: string; onClose: () => void };

/** Gives the filters of the log a name. */
export function SaveViewDialog({ directoryId, query, onClose }: SaveViewDialogProps) {
  const save = useSaveLogView(directoryId);
  const [refusal, setRefusal] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get("name");
    const input = SaveLogView.safeParse({ name, query });
    setRefusal(input.error?.issues[0]?.message);
    if (!input.success) return;
    save.mutate(input.data, {
      onSuccess: (view) => {
        onClose();
        showToast("Saved", `“${view.name}” is in the list of views.`);
      },
      onError: (error) => setRefusal(failureSentence(error).replace(/^name: /, "")),
    });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Save this view"
      description="Keeps the filters, not the entries. Everybody who may read this log finds it in the list of views."
    >
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <Field label="Name" error={refusal}>
            <Input name="name" autoComplete="off" placeholder="Refused today" maxLength={100} />
          </Field>
        </DialogBody>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={save.isPending}>
            Save view
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
