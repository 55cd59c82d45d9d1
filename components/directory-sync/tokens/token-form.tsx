"use client";

import { type FormEvent, useRef, useState } from "react";
import { RevealSecret, type Secret } from "#components/secrets/reveal-secret.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { useIssueToken } from "#lib/client/directory-sync.ts";
import { IssueToken } from "#lib/contract/credential.ts";
import type { DirectoryDetail } from "#lib/contract/directory.ts";
import { PROVIDER_SCOPES, type Scope } from "#lib/contract/scopes.ts";
import { PROVIDER_SHORT_NAMES } from "../provider.tsx";
import { LifetimeSelect, secondsOf } from "./lifetime-select.tsx";
import { ScopePicker } from "./scope-picker.tsx";

const LIFETIMES = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "180", label: "180 days" },
  { value: "365", label: "1 year" },
  { value: "", label: "Until it is revoked" },
] as const;

/** Asks for a name, an end and what the token may do, and shows it the one time. */
export function IssueTokenDialog({ directory, onClose }: { directory: DirectoryDetail; onClose: () => void }) {
  const idp = PROVIDER_SHORT_NAMES[directory.provider];
  const [issued, setIssued] = useState<Secret>();
  return (
    <Dialog
      open
      held={issued !== undefined}
      onOpenChange={onClose}
      title={issued ? "Store your token now" : "Issue token"}
      description={
        issued
          ? "This is the only time it is shown. Nobody, not even this server, can show it again."
          : `Paste it into ${idp} with the endpoint URL. It can read and write this directory and nothing else.`
      }
    >
      {issued ? (
        <RevealSecret noun="token" secret={issued} onDone={onClose} />
      ) : (
        <TokenForm directory={directory} onIssued={setIssued} onCancel={onClose} />
      )}
    </Dialog>
  );
}

type TokenFormProps = { directory: DirectoryDetail; onIssued: (secret: Secret) => void; onCancel: () => void };

function TokenForm({ directory, onIssued, onCancel }: TokenFormProps) {
  const preset = PROVIDER_SCOPES[directory.provider];
  const [scopes, setScopes] = useState<readonly Scope[]>(preset);
  const [days, setDays] = useState("");
  const [refusal, setRefusal] = useState<{ name?: string; scopes?: string }>({});
  const name = useRef<HTMLInputElement>(null);
  const issue = useIssueToken(directory.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const lifetimeSeconds = secondsOf(days);
    const input = IssueToken.safeParse({ name: name.current?.value ?? "", scopes: [...scopes], lifetimeSeconds });
    const wrong = (field: string) => input.error?.issues.find(({ path }) => path[0] === field)?.message;
    setRefusal({
      ...(wrong("name") && { name: wrong("name") }),
      ...(wrong("scopes") && { scopes: wrong("scopes") }),
    } as typeof refusal);
    if (!input.success) return name.current?.focus();
    issue.mutate(input.data, {
      onSuccess: ({ token, name: given }) => {
        onIssued({ name: given, plaintext: token });
        issue.reset();
      },
    });
  };
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <Field
          label="Name"
          description="Where it will be used, so that you know later which one to revoke."
          error={refusal.name}
        >
          <Input ref={name} placeholder={`${PROVIDER_SHORT_NAMES[directory.provider]} production`} autoComplete="off" />
        </Field>
        <div className="flex flex-col gap-1.5">
          <LifetimeSelect label="Expires" lifetimes={LIFETIMES} days={days} onChange={setDays} />
          <p className="text-sm text-muted">
            With an end, you are warned 30, 14, 7 and 1 days before, and can rotate without a gap.
          </p>
        </div>
        <ScopePicker scopes={scopes} preset={preset} error={refusal.scopes} onChange={setScopes} />
        <ChangeFailed error={issue.error} />
      </DialogBody>
      <DialogActions>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" busy={issue.isPending}>
          Issue token
        </Button>
      </DialogActions>
    </form>
  );
}
