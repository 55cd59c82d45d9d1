"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { type ReactNode, useState } from "react";
import { useForm } from "react-hook-form";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { IssueToken } from "#lib/contract/credential.ts";
import { RevealSecret, type Secret } from "./reveal-secret.tsx";

type IssueSecretDialogProps = {
  /** "token" or "API key", as used inside a sentence. */
  noun: string;
  description: string;
  namePlaceholder: string;
  /** Issues it and returns the plaintext, which from then on lives in this dialog alone. */
  issue: (input: IssueToken) => Promise<string>;
  /** Further inputs below the name; the caller keeps what they say. */
  children?: ReactNode;
  onClose: () => void;
};

/** Asks for a name, issues the secret, and shows it the one time. Once it is shown, only Done closes the dialog. */
export function IssueSecretDialog({
  noun,
  description,
  namePlaceholder,
  issue,
  children,
  onClose,
}: IssueSecretDialogProps) {
  const [issued, setIssued] = useState<Secret>();
  return (
    <Dialog
      open
      held={issued !== undefined}
      onOpenChange={onClose}
      title={issued ? `Store your ${noun} now` : `Issue ${noun}`}
      description={
        issued ? `This is the only time it is shown. Nobody, not even this server, can show it again.` : description
      }
    >
      {issued ? (
        <RevealSecret noun={noun} secret={issued} onDone={onClose} />
      ) : (
        <NameForm
          noun={noun}
          placeholder={namePlaceholder}
          onSubmit={async (input) => setIssued({ name: input.name, plaintext: await issue(input) })}
          onCancel={onClose}
        >
          {children}
        </NameForm>
      )}
    </Dialog>
  );
}

type NameFormProps = {
  noun: string;
  placeholder: string;
  onSubmit: (input: IssueToken) => Promise<void>;
  onCancel: () => void;
  children?: ReactNode;
};

function NameForm({ noun, placeholder, onSubmit, onCancel, children }: NameFormProps) {
  const form = useForm({ resolver: zodResolver(IssueToken), defaultValues: { name: "" } });
  const [failure, setFailure] = useState<unknown>();
  const submit = form.handleSubmit((input) => {
    setFailure(undefined);
    return onSubmit(input).catch(setFailure);
  });
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <Field
          label="Name"
          description="Where it will be used, so that you know later which one to revoke."
          error={form.formState.errors.name?.message}
        >
          <Input {...form.register("name")} placeholder={placeholder} autoComplete="off" />
        </Field>
        {children}
        <ChangeFailed error={failure} />
      </DialogBody>
      <DialogActions>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.formState.isSubmitting}>
          Issue {noun}
        </Button>
      </DialogActions>
    </form>
  );
}
