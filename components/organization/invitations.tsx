"use client";

import { useQuery } from "@tanstack/react-query";
import Ban from "lucide-react/icons/ban";
import CircleCheck from "lucide-react/icons/circle-check";
import Hourglass from "lucide-react/icons/hourglass";
import TimerOff from "lucide-react/icons/timer-off";
import { useState } from "react";

import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { failureSentence, LoadFailed } from "#components/ui/load-failed.tsx";
import { Section } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Status } from "#components/ui/status.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { invitationsQuery, useRevokeInvitation } from "#lib/client/administration.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import type { Invitation } from "#lib/contract/invitation.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import { ROLE_NAMES } from "./role-names.ts";

const STATES = {
  open: { icon: Hourglass, tone: "info", label: "Waiting" },
  accepted: { icon: CircleCheck, tone: "good", label: "Accepted" },
  expired: { icon: TimerOff, tone: "warn", label: "Expired" },
  revoked: { icon: Ban, tone: "neutral", label: "Revoked" },
} as const;

/** Who was invited and has not come yet, and what became of the others. Nothing when nobody ever was. */
export function Invitations({ organization }: { organization: OrganizationSummary }) {
  const { data, error, refetch } = useQuery(invitationsQuery(organization.id));
  const revoke = useRevokeInvitation(organization.id);
  const [chosen, setChosen] = useState<Invitation>();
  const blocked = manageBlocked(organization);
  if (error && !data) return <LoadFailed what="the invitations" error={error} onRetry={() => void refetch()} />;
  const invitations = data?.data ?? [];
  if (invitations.length === 0) return null;
  const close = () => {
    revoke.reset();
    setChosen(undefined);
  };
  return (
    <Section title="Invitations" className="mt-6">
      <Table
        caption="Invitations"
        columns={[
          { label: "E-mail" },
          { label: "Role" },
          { label: "Sent" },
          { label: "State" },
          { label: "Actions", hidden: true },
        ]}
      >
        {invitations.map((invitation) => (
          <TableRow key={invitation.id}>
            <TableCell label="E-mail" primary>
              <span className="font-medium wrap-anywhere">{invitation.email}</span>
            </TableCell>
            <TableCell label="Role">{ROLE_NAMES[invitation.role] ?? invitation.role}</TableCell>
            <TableCell label="Sent">
              <span>
                <RelativeTime at={invitation.createdAt} />
                <span className="block text-xs text-muted wrap-anywhere">by {invitation.invitedBy}</span>
              </span>
            </TableCell>
            <TableCell label="State">
              <Status icon={STATES[invitation.state].icon} tone={STATES[invitation.state].tone}>
                {STATES[invitation.state].label}
              </Status>
            </TableCell>
            <TableCell align="end">
              {invitation.state === "open" && (
                <Button variant="dangerQuiet" blocked={blocked} onClick={() => setChosen(invitation)}>
                  Revoke <span className="sr-only">{invitation.email}</span>
                </Button>
              )}
            </TableCell>
          </TableRow>
        ))}
      </Table>
      <ConfirmDialog
        open={chosen !== undefined}
        onOpenChange={(open) => !open && close()}
        title={`Revoke the invitation of ${chosen?.email ?? ""}?`}
        effect={<p>The link stops working at once. Invite again for a new one.</p>}
        confirmLabel="Revoke invitation"
        tone="danger"
        busy={revoke.isPending}
        error={revoke.error ? failureSentence(revoke.error) : undefined}
        onConfirm={() =>
          revoke.mutate(chosen?.id ?? "", {
            onSuccess: () => {
              close();
              showToast("Revoked", "The link no longer works.");
            },
          })
        }
      />
    </Section>
  );
}
