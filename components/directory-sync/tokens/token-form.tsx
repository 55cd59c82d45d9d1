"use client";

import { type FormEvent, useRef, useState } from "react";
import { RevealSecret, type Secret } from "#components/secrets/reveal-secret.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { InlineSelect } from "#components/ui/inline-select.tsx";
import { Input } from "#components/ui/input.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { useIssueToken } from "#lib/client/directory-sync.ts";
import { IssueToken } from "#lib/contract/credential.ts";
import type { DirectoryDetail } from "#lib/contract/directory.ts";
import { PROVIDER_SCOPES, SCOPES, type Scope } from "#lib/contract/scopes.ts";
import { PROVIDER_SHORT_NAMES } from "../provider.tsx";

const DAY_S = 86_400;
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
    const lifetimeSeconds = days === "" ? undefined : Number(days) * DAY_S;
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
          <span aria-hidden className="text-sm font-medium">
            Expires
          </span>
          <InlineSelect label="Expires" value={days} onChange={setDays}>
            {LIFETIMES.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </InlineSelect>
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

const READ_ONLY: readonly Scope[] = ["get:users", "get:groups"];
const isSameSet = (left: readonly Scope[], right: readonly Scope[]) =>
  left.length === right.length && left.every((scope) => right.includes(scope));

type ScopePickerProps = {
  scopes: readonly Scope[];
  preset: readonly Scope[];
  error: string | undefined;
  onChange: (scopes: readonly Scope[]) => void;
};

/** What the token may do: as the provider needs it, everything, only reading, or picked one by one. */
export function ScopePicker({ scopes, preset, error, onChange }: ScopePickerProps) {
  const presets = [
    { value: "provider", label: "What this provider needs", scopes: preset },
    { value: "all", label: "Everything", scopes: SCOPES },
    { value: "read", label: "Only reading", scopes: READ_ONLY },
  ];
  const chosen = presets.find((one) => isSameSet(one.scopes, scopes))?.value ?? "own";
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1.5 text-sm font-medium">Scopes</legend>
      <InlineSelect
        label="Preset of scopes"
        value={chosen}
        onChange={(value) => onChange(presets.find((one) => one.value === value)?.scopes ?? scopes)}
      >
        {presets.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
        {chosen === "own" && <option value="own">Picked by hand</option>}
      </InlineSelect>
      <details className="text-sm">
        <summary className="min-h-6 cursor-pointer text-muted hover:text-ink">
          {scopes.length} scopes, pick by hand
        </summary>
        <div className="grid grid-cols-2 gap-x-4 pt-2">
          {SCOPES.map((scope) => (
            <label key={scope} className="flex min-h-8 items-center gap-2">
              <input
                type="checkbox"
                checked={scopes.includes(scope)}
                onChange={({ target }) =>
                  onChange(target.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))
                }
                className="size-4 accent-accent"
              />
              <code className="font-mono text-xs">{scope}</code>
            </label>
          ))}
        </div>
      </details>
      {error && (
        <p role="alert" className="text-sm text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}
