"use client";

import Ban from "lucide-react/icons/ban";
import CircleCheck from "lucide-react/icons/circle-check";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Status } from "#components/ui/status.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import type { Credential } from "#lib/contract/directory-sync.ts";

type SecretListProps = {
  caption: string;
  /** What one of them is called in the column heading. */
  noun: string;
  secrets: Credential[];
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
      {secrets.map((secret) => (
        <TableRow key={secret.id}>
          <TableCell label="Name" primary className="font-medium break-words">
            {secret.name}
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
            <SecretStatus revokedAt={secret.revokedAt} />
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

const SecretStatus = ({ revokedAt }: { revokedAt: string | null }) =>
  revokedAt ? (
    <Status icon={Ban}>Revoked</Status>
  ) : (
    <Status icon={CircleCheck} tone="good">
      Active
    </Status>
  );
