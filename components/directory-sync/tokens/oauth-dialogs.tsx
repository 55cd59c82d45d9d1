"use client";

import { type FormEvent, useRef, useState } from "react";
import { RevealSecret, type Secret } from "#components/secrets/reveal-secret.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { ChangeFailed, failureSentence } from "#components/ui/load-failed.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { useAddOAuthSecret, useCreateOAuthClient, useRevokeOAuth } from "#lib/client/oauth-clients.ts";
import type { DirectoryDetail } from "#lib/contract/directory.ts";
import { NewOAuthClient, type OAuthClientShown, type OAuthSecretShown } from "#lib/contract/oauth-client.ts";
import { PROVIDER_SCOPES, type Scope } from "#lib/contract/scopes.ts";
import { PROVIDER_SHORT_NAMES } from "../provider.tsx";
import { LifetimeSelect, secondsOf } from "./lifetime-select.tsx";
import { hasEnded } from "./oauth-secrets.ts";
import { ScopePicker } from "./scope-picker.tsx";

const YEAR_DAYS = 365;
/** Entra's gallery wants secrets that last one to three years. */
const LIFETIMES = [
  { value: String(180), label: "180 days" },
  { value: String(YEAR_DAYS), label: "1 year" },
  { value: String(2 * YEAR_DAYS), label: "2 years" },
  { value: String(3 * YEAR_DAYS), label: "3 years" },
  { value: "", label: "Until it is revoked" },
] as const;

const Lifetime = ({ days, onChange }: { days: string; onChange: (days: string) => void }) => (
  <div className="flex flex-col gap-1.5">
    <LifetimeSelect label="The secret ends" lifetimes={LIFETIMES} days={days} onChange={onChange} />
  </div>
);

type CreateClientDialogProps = { directory: DirectoryDetail; tokenUrl: string; onClose: () => void };

/** Asks for a name and what the client may do, and shows its id and, the one time, its secret. */
export function CreateClientDialog({ directory, tokenUrl, onClose }: CreateClientDialogProps) {
  const [made, setMade] = useState<{ secret: Secret; clientId: string }>();
  return (
    <Dialog
      open
      held={made !== undefined}
      onOpenChange={onClose}
      title={made ? "Store your client secret now" : "Create OAuth client"}
      description={
        made
          ? "The secret is shown this one time. The id and the address stay on the page."
          : `${PROVIDER_SHORT_NAMES[directory.provider]} exchanges the id and secret for access tokens that last an hour.`
      }
    >
      {made ? (
        <>
          <div className="flex flex-col gap-4 px-5 pt-4">
            <CopyField label="Token endpoint" value={tokenUrl} />
            <CopyField label="Client id" value={made.clientId} />
          </div>
          <RevealSecret noun="client secret" secret={made.secret} onDone={onClose} />
        </>
      ) : (
        <ClientForm
          directory={directory}
          onMade={(clientId, plaintext) => setMade({ clientId, secret: { name: "Client secret", plaintext } })}
          onCancel={onClose}
        />
      )}
    </Dialog>
  );
}

type ClientFormProps = {
  directory: DirectoryDetail;
  onMade: (clientId: string, plaintext: string) => void;
  onCancel: () => void;
};

function ClientForm({ directory, onMade, onCancel }: ClientFormProps) {
  const preset = PROVIDER_SCOPES[directory.provider];
  const [scopes, setScopes] = useState<readonly Scope[]>(preset);
  const [days, setDays] = useState(String(YEAR_DAYS));
  const [refusal, setRefusal] = useState<{ name: string | undefined; scopes: string | undefined }>();
  const name = useRef<HTMLInputElement>(null);
  const create = useCreateOAuthClient(directory.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = NewOAuthClient.safeParse({
      name: name.current?.value ?? "",
      scopes: [...scopes],
      secretLifetimeSeconds: secondsOf(days),
    });
    const wrong = (field: string) => input.error?.issues.find(({ path }) => path[0] === field)?.message;
    setRefusal({ name: wrong("name"), scopes: wrong("scopes") });
    if (!input.success) return name.current?.focus();
    create.mutate(input.data, {
      onSuccess: ({ id, clientSecret }) => {
        onMade(id, clientSecret);
        create.reset();
      },
    });
  };
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <Field
          label="Name"
          description="Where it will be used, so that you know later which one to revoke."
          {...(refusal?.name && { error: refusal.name })}
        >
          <Input ref={name} placeholder={`${PROVIDER_SHORT_NAMES[directory.provider]} production`} autoComplete="off" />
        </Field>
        <Lifetime days={days} onChange={setDays} />
        <ScopePicker scopes={scopes} preset={preset} error={refusal?.scopes} onChange={setScopes} />
        <ChangeFailed error={create.error} />
      </DialogBody>
      <DialogActions>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" busy={create.isPending}>
          Create client
        </Button>
      </DialogActions>
    </form>
  );
}

type AddSecretDialogProps = { directoryId: string; client: OAuthClientShown; onClose: () => void };

/** One more secret, so that the IdP can be given it while the old one still works. */
export function AddSecretDialog({ directoryId, client, onClose }: AddSecretDialogProps) {
  const [made, setMade] = useState<Secret>();
  const [days, setDays] = useState(String(YEAR_DAYS));
  const add = useAddOAuthSecret(directoryId, client.id);
  const submit = () =>
    add.mutate(
      { lifetimeSeconds: secondsOf(days) },
      {
        onSuccess: ({ clientSecret }) => {
          setMade({ name: "Client secret", plaintext: clientSecret });
          add.reset();
        },
      },
    );
  return (
    <Dialog
      open
      held={made !== undefined}
      onOpenChange={onClose}
      title={made ? "Store your client secret now" : `Add a secret to ${client.name}`}
      description={
        made
          ? "This is the only time it is shown. The secrets there were go on working."
          : "The secrets there are go on working, so that the new one can take over without a gap."
      }
    >
      {made ? (
        <RevealSecret noun="client secret" secret={made} onDone={onClose} />
      ) : (
        <>
          <DialogBody>
            <Lifetime days={days} onChange={setDays} />
            <ChangeFailed error={add.error} />
          </DialogBody>
          <DialogActions>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" busy={add.isPending} onClick={submit}>
              Add secret
            </Button>
          </DialogActions>
        </>
      )}
    </Dialog>
  );
}

type RevokeOAuthDialogProps = {
  directoryId: string;
  client: OAuthClientShown;
  /** Only this one of its secrets. */
  secret: OAuthSecretShown | undefined;
  onClose: () => void;
};

/** Says what stops before a client, or one of its secrets, is revoked. */
export function RevokeOAuthDialog({ directoryId, client, secret, onClose }: RevokeOAuthDialogProps) {
  const revoke = useRevokeOAuth(directoryId);
  const name = secret ? `secret ${secret.prefix}…` : client.name;
  const others = client.secrets.filter((one) => one.id !== secret?.id && !hasEnded(one)).length;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Revoke ${name}?`}
      effect={
        secret ? (
          <p>
            No access token is granted for it any more; those it has fetched end within the hour.{" "}
            {others === 0
              ? "It is the last secret that works: syncing stops until another is added."
              : `${client.name} has ${others} more that ${others === 1 ? "works" : "work"}.`}
          </p>
        ) : (
          <p>
            All its secrets and the access tokens fetched with them are refused from the next call on. A revoked client
            cannot be brought back.
          </p>
        )
      }
      confirmLabel={secret ? "Revoke secret" : "Revoke client"}
      tone="danger"
      busy={revoke.isPending}
      error={revoke.error ? failureSentence(revoke.error) : undefined}
      onConfirm={() =>
        revoke.mutate(
          { clientId: client.id, secretId: secret?.id },
          {
            onSuccess: () => {
              onClose();
              showToast("Revoked", `${secret ? `A secret of ${client.name}` : client.name} no longer works.`);
            },
          },
        )
      }
    />
  );
}
