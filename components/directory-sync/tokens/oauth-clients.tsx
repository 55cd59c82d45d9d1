"use client";

import { useQuery } from "@tanstack/react-query";
import Ban from "lucide-react/icons/ban";
import CircleCheck from "lucide-react/icons/circle-check";
import Plus from "lucide-react/icons/plus";
import TimerOff from "lucide-react/icons/timer-off";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { Section } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Status } from "#components/ui/status.tsx";
import { inUseFirst } from "#lib/client/in-use-first.ts";
import { oauthClientsQuery } from "#lib/client/oauth-clients.ts";
import type { DirectoryDetail } from "#lib/contract/directory.ts";
import type { OAuthClientShown, OAuthSecretShown } from "#lib/contract/oauth-client.ts";
import { hasEnded } from "./oauth-secrets.ts";

const CreateClientDialog = dynamic(() => import("./oauth-dialogs.tsx").then((file) => file.CreateClientDialog));
const AddSecretDialog = dynamic(() => import("./oauth-dialogs.tsx").then((file) => file.AddSecretDialog));
const RevokeOAuthDialog = dynamic(() => import("./oauth-dialogs.tsx").then((file) => file.RevokeOAuthDialog));

type Asked =
  | { act: "create" }
  | { act: "add"; client: OAuthClientShown }
  | { act: "revoke"; client: OAuthClientShown; secret?: OAuthSecretShown };

type OAuthClientsProps = {
  directory: DirectoryDetail;
  /** Why the viewer may not change anything. */
  blocked: string | undefined;
};

/** Clients that fetch short-lived access tokens with a secret, instead of keeping a token for ever. */
export function OAuthClients({ directory, blocked }: OAuthClientsProps) {
  const { data, error, refetch } = useQuery(oauthClientsQuery(directory.id));
  const [asked, setAsked] = useState<Asked>();
  const close = () => setAsked(undefined);
  return (
    <Section
      title="OAuth clients"
      description="For identity providers that fetch access tokens of an hour with a client id and a secret, such as Entra ID's gallery applications."
      actions={
        <Button blocked={blocked} onClick={() => setAsked({ act: "create" })}>
          <Plus aria-hidden /> Create client
        </Button>
      }
    >
      {!data && !error && <SkeletonRows what="OAuth clients" rows={2} />}
      {!data && error && <LoadFailed what="the OAuth clients" error={error} onRetry={() => void refetch()} />}
      {data && data.data.length === 0 && (
        <p className="px-4 py-3 text-sm text-muted">
          No client. Most identity providers need none: they take a token from the list above.
        </p>
      )}
      {data && data.data.length > 0 && (
        <>
          <ul className="divide-y divide-line">
            {inUseFirst(data.data).map((client) => (
              <Client
                key={client.id}
                client={client}
                blocked={blocked}
                onAdd={() => setAsked({ act: "add", client })}
                onRevoke={(secret) => setAsked({ act: "revoke", client, ...(secret && { secret }) })}
              />
            ))}
          </ul>
          <HowEntraUsesIt tokenUrl={data.tokenUrl} endpointUrl={directory.endpointUrl} />
        </>
      )}
      {asked?.act === "create" && !blocked && (
        <CreateClientDialog directory={directory} tokenUrl={data?.tokenUrl ?? ""} onClose={close} />
      )}
      {asked?.act === "add" && <AddSecretDialog directoryId={directory.id} client={asked.client} onClose={close} />}
      {asked?.act === "revoke" && (
        <RevokeOAuthDialog directoryId={directory.id} client={asked.client} secret={asked.secret} onClose={close} />
      )}
    </Section>
  );
}

type ClientProps = {
  client: OAuthClientShown;
  blocked: string | undefined;
  onAdd: () => void;
  onRevoke: (secret?: OAuthSecretShown) => void;
};

function Client({ client, blocked, onAdd, onRevoke }: ClientProps) {
  const isRevoked = client.revokedAt !== null;
  return (
    <li className="flex flex-col gap-3 px-4 py-3">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="font-medium wrap-anywhere">{client.name}</h3>
          <p className="text-xs text-muted">
            {client.scopes.length} scopes · made <RelativeTime at={client.createdAt} />
          </p>
        </div>
        {isRevoked ? (
          <Status icon={Ban}>Revoked</Status>
        ) : (
          <div className="flex flex-wrap gap-2">
            <Button blocked={blocked} onClick={onAdd}>
              Add secret <span className="sr-only">to {client.name}</span>
            </Button>
            <Button variant="dangerQuiet" blocked={blocked} onClick={() => onRevoke()}>
              Revoke client <span className="sr-only">{client.name}</span>
            </Button>
          </div>
        )}
      </div>
      {!isRevoked && (
        <>
          <CopyField label="Client id" value={client.id} />
          <ul
            aria-label={`Secrets of ${client.name}`}
            className="divide-y divide-line rounded-md border border-line text-sm"
          >
            {inUseFirst(client.secrets).map((secret) => (
              <li key={secret.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2">
                <code className="font-mono text-xs">{secret.prefix}…</code>
                <SecretState secret={secret} />
                <span className="text-muted">
                  {secret.lastUsedAt ? (
                    <>
                      last used <RelativeTime at={secret.lastUsedAt} />
                    </>
                  ) : (
                    "never used"
                  )}
                </span>
                {!hasEnded(secret) && (
                  <Button variant="dangerQuiet" className="ms-auto" blocked={blocked} onClick={() => onRevoke(secret)}>
                    Revoke <span className="sr-only">secret {secret.prefix}</span>
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </li>
  );
}

function SecretState({ secret }: { secret: OAuthSecretShown }) {
  if (secret.revokedAt) return <Status icon={Ban}>Revoked</Status>;
  if (hasEnded(secret)) {
    return (
      <Status icon={TimerOff} tone="warn">
        Expired
      </Status>
    );
  }
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Status icon={CircleCheck} tone="good">
        Active
      </Status>
      {secret.expiresAt && (
        <span className="text-muted">
          ends <RelativeTime at={secret.expiresAt} />
        </span>
      )}
    </span>
  );
}

/** The form of Entra's provisioning credentials, field by field. */
const HowEntraUsesIt = ({ tokenUrl, endpointUrl }: { tokenUrl: string; endpointUrl: string }) => (
  <details className="border-t border-line px-4 py-3 text-sm">
    <summary className="min-h-6 cursor-pointer font-medium">Where these go in Entra ID</summary>
    <ol className="flex list-decimal flex-col gap-3 ps-5 pt-3 text-muted">
      <li>Open the enterprise application, Provisioning, then its connection or Admin Credentials.</li>
      <li>As authentication method choose OAuth2 client credentials grant.</li>
      <li>
        <CopyField label="Tenant URL" value={`${endpointUrl}?aadOptscim062020`} />
      </li>
      <li>
        <CopyField label="Token endpoint" value={tokenUrl} />
      </li>
      <li>Paste the client id above as Client Identifier, and the secret as Client Secret.</li>
      <li>
        Test the connection. Give Entra a new secret well before the old one ends: add it here, paste it there, and
        revoke the old one when the new one is in use.
      </li>
    </ol>
  </details>
);
