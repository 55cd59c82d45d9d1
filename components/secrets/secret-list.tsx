"use client";

import Ban from "lucide-react/icons/ban";
import CircleCheck from "lucide-react/icons/circle-check";
import TimerOff from "lucide-react/icons/timer-off";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Status } from "#components/ui/status.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { inUseFirst } from "#lib/client/in-use-first.ts";
import { type ApiScope, scopesInWords } from "#lib/contract/api-scopes.ts";
import type { Credential, Token } from "#lib/contract/credential.ts";

/** SCIM tokens may expire; API keys do not. */
type Listed = Credential & Partial<Pick<Token, "expiresAt">> & { scopes?: readonly string[] };

type SecretListProps = {
  caption: string;
  /** What one of them is called in the column heading. */
  noun: string;
  secrets: Listed[];
  /** Why the viewer may not revoke. */
  blocked: string | undefined;
  onRevoke: (secret: Credential) => void;
};

/** SCIM tokens or API keys: enough of each to recognise it, never enough to use it. */
export const SecretList = ({ caption, noun, secrets, blocked, onRevoke }: SecretListProps) => (
  <Panel>
    <Table
      caption={caption}
      columns={[
        { label: "Name" },
        { label: noun },
        { label: "Created" },
        { label: "Last used" },
        { label: "State" },
        { label: "Actions", hidden: true },
      ]}
    >
      {inUseFirst(secrets).map((secret) => (
        <TableRow key={secret.id}>
          <TableCell label="Name" primary className="font-medium break-words">
            {secret.name}
            {noun === "API key" && secret.scopes && (
              <div className="text-xs font-normal text-muted">{scopesInWords(secret.scopes as ApiScope[])}</div>
            )}
          </TableCell>
          <TableCell label={noun}>
            <code className="font-mono text-xs whitespace-nowrap">
              {secret.prefix}…{secret.lastFour}
            </code>
          </TableCell>
          <TableCell label="Created">
            <div>
              <RelativeTime at={secret.createdAt} />
              <div className="text-xs break-words text-muted">by {secret.createdBy}</div>
            </div>
          </TableCell>
          <TableCell label="Last used">
            <LastUsed secret={secret} />
          </TableCell>
          <TableCell label="State">
            <SecretStatus secret={secret} />
          </TableCell>
          <TableCell align="end">
            {!secret.revokedAt && (
              <Button variant="dangerQuiet" blocked={blocked} onClick={() => onRevoke(secret)}>
                Revoke <span className="sr-only">{secret.name}</span>
              </Button>
            )}
          </TableCell>
        </TableRow>
      ))}
    </Table>
  </Panel>
);

const LastUsed = ({ secret }: { secret: Credential }) =>
  secret.lastUsedAt ? (
    <div>
      <RelativeTime at={secret.lastUsedAt} />
      {secret.lastUsedAgent && (
        <div className="max-w-48 truncate text-xs text-muted max-sm:ms-auto" title={secret.lastUsedAgent}>
          {secret.lastUsedAgent}
        </div>
      )}
    </div>
  ) : (
    <span className="text-muted">Never</span>
  );

function SecretStatus({ secret: { revokedAt, expiresAt } }: { secret: Listed }) {
  if (revokedAt) return <Status icon={Ban}>Revoked</Status>;
  if (expiresAt && Date.parse(expiresAt) <= Date.now()) {
    return (
      <Status icon={TimerOff} tone="warn">
        Expired
      </Status>
    );
  }
  return (
    <div className="flex flex-col items-start gap-1 max-sm:items-end">
      <Status icon={CircleCheck} tone="good">
        Active
      </Status>
      {expiresAt && (
        <span className="text-xs text-muted">
          ends <RelativeTime at={expiresAt} />
        </span>
      )}
    </div>
  );
}
