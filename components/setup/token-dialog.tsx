"use client";

import { type FormEvent, useState } from "react";
import { RevealSecret, type Secret } from "#components/secrets/reveal-secret.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { PROVIDER_SCOPES, SCOPES, type Scope } from "#lib/contract/scopes.ts";
import { IssueSetupToken } from "#lib/contract/setup.ts";
import { IDP_NAMES, tokenNameFor } from "#lib/setup/values.ts";
import { useSetup } from "./setup-api.ts";

const LIFETIMES = [
  { value: "90", label: "90 days" },
  { value: "180", label: "180 days" },
  { value: "365", label: "1 year" },
  { value: "0", label: "No end" },
] as const;
type Lifetime = (typeof LIFETIMES)[number]["value"];

const DAY_S = 86_400;

/** Name, lifetime and scopes as this provider needs them, then the token, once. */
export function TokenDialog({ days, onClose }: { days: number; onClose: () => void }) {
  const { state, issueToken } = useSetup();
  const { provider } = state.directory;
  const [issued, setIssued] = useState<Secret>();
  return (
    <Dialog
      open
      held={issued !== undefined}
      onOpenChange={onClose}
      title={issued ? "Paste your token now" : "Make the token"}
      description={
        issued
          ? "This is the only time it is shown. Nobody, not even this server, can show it again."
          : `${IDP_NAMES[provider]} proves with it that it may write here. It opens this directory and nothing else.`
      }
    >
      {issued ? (
        <RevealSecret noun="token" secret={issued} onDone={onClose} />
      ) : (
        <TokenForm
          days={days}
          onCancel={onClose}
          onIssue={async (input) => setIssued({ name: input.name, plaintext: await issueToken(input) })}
        />
      )}
    </Dialog>
  );
}

type TokenFormProps = { days: number; onCancel: () => void; onIssue: (input: IssueSetupToken) => Promise<void> };

function TokenForm({ days, onCancel, onIssue }: TokenFormProps) {
  const { state } = useSetup();
  const { provider } = state.directory;
  const [name, setName] = useState(tokenNameFor(provider));
  const [lifetime, setLifetime] = useState<Lifetime>(
    LIFETIMES.find(({ value }) => value === String(days))?.value ?? "365",
  );
  const [scopes, setScopes] = useState<readonly Scope[]>(PROVIDER_SCOPES[provider]);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [refusal, setRefusal] = useState<{ name?: string | undefined; scopes?: string | undefined }>({});
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const lifetimeSeconds = Number(lifetime) * DAY_S || undefined;
    const input = IssueSetupToken.safeParse({ name, scopes, lifetimeSeconds });
    const wrong = (field: string) => input.error?.issues.find(({ path }) => path[0] === field)?.message;
    setRefusal({ name: wrong("name"), scopes: wrong("scopes") });
    if (!input.success) return;
    setBusy(true);
    setFailure(undefined);
    await onIssue(input.data)
      .catch(setFailure)
      .finally(() => setBusy(false));
  };
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <Field label="Name" description="Says later what it is for." error={refusal.name}>
          <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
        </Field>
        <div className="flex flex-col items-start gap-1.5">
          <span className="text-sm font-medium">Good for</span>
          <Segmented label="Good for" value={lifetime} options={LIFETIMES} onChange={setLifetime} />
        </div>
        <ScopeChoice scopes={scopes} onChange={setScopes} error={refusal.scopes} />
        <ChangeFailed error={failure} />
      </DialogBody>
      <DialogActions>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" busy={isBusy}>
          Make token
        </Button>
      </DialogActions>
    </form>
  );
}

type ScopeChoiceProps = {
  scopes: readonly Scope[];
  onChange: (scopes: readonly Scope[]) => void;
  error: string | undefined;
};

/** What the provider needs is ticked; it may be looked at and changed. */
const ScopeChoice = ({ scopes, onChange, error }: ScopeChoiceProps) => (
  <details className="text-sm">
    <summary className="cursor-pointer py-1">
      <span className="font-medium">Scopes</span>{" "}
      <span className="text-muted">
        {scopes.length} of {SCOPES.length}, as this provider needs them
      </span>
    </summary>
    <fieldset className="grid grid-cols-2 gap-x-4 pt-1">
      <legend className="sr-only">Scopes</legend>
      {SCOPES.map((scope) => (
        <label key={scope} className="flex min-h-8 items-center gap-2.5">
          <input
            type="checkbox"
            checked={scopes.includes(scope)}
            onChange={(event) =>
              onChange(event.target.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope))
            }
            className="size-4 accent-accent"
          />
          <code className="font-mono text-xs">{scope}</code>
        </label>
      ))}
    </fieldset>
    {error && (
      <p role="alert" className="text-bad">
        {error}
      </p>
    )}
  </details>
);
