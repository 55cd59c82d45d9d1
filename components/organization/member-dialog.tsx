"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { ChangeFailed, LoadFailed } from "#components/ui/load-failed.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Select } from "#components/ui/select.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Badge } from "#components/ui/status.tsx";
import { showToast, showUndoToast } from "#components/ui/toast.tsx";
import { memberQuery, sessionsQuery, useMemberAct } from "#lib/client/administration.ts";
import type { Member } from "#lib/contract/member.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import { EraseMember } from "./erase-member.tsx";
import { MemberRoleForm, Protection } from "./member-role-form.tsx";

const SUSPENSIONS = [
  { hours: 4, label: "4 hours" },
  { hours: 24, label: "1 day" },
  { hours: 72, label: "3 days" },
  { hours: 720, label: "30 days" },
] as const;

type MemberDialogProps = { organization: OrganizationSummary; memberId: string; onClose: () => void };

/** What can be done with one member: role, protection, access, sessions. */
export function MemberDialog({ organization, memberId, onClose }: MemberDialogProps) {
  const { data: member, error, isPending, refetch } = useQuery(memberQuery(organization.id, memberId));
  if (member) return <OpenDialog organization={organization} member={member} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={onClose} title="Member">
      <DialogBody>
        {isPending && <SkeletonRows what="the member" rows={4} />}
        {error && <LoadFailed what="the member" error={error} onRetry={() => void refetch()} />}
      </DialogBody>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  );
}

type OpenDialogProps = { organization: OrganizationSummary; member: Member; onClose: () => void };

function OpenDialog({ organization, member, onClose }: OpenDialogProps) {
  const act = useMemberAct(organization.id);
  const [hours, setHours] = useState(72);
  const remove = () =>
    act.mutate(
      { act: "remove", memberId: member.id },
      {
        onSuccess: () => {
          onClose();
          const undo = () => act.mutateAsync({ act: "restore", memberId: member.id });
          showUndoToast("Removed", `${member.name} is no member any more.`, undo);
        },
      },
    );
  const suspend = () =>
    act.mutate(
      { act: "suspend", hours, memberId: member.id },
      {
        onSuccess: () => {
          onClose();
          const undo = () => act.mutateAsync({ act: "lift", memberId: member.id });
          showUndoToast("Suspended", `${member.name} is shut out.`, undo);
        },
      },
    );
  const lift = () =>
    act.mutate(
      { act: "lift", memberId: member.id },
      {
        onSuccess: () => {
          onClose();
          showToast("Suspension lifted", `${member.name} may come in again.`);
        },
      },
    );
  return (
    <Dialog open onOpenChange={onClose} title={member.name} description={member.email ?? undefined}>
      <DialogBody>
        <MemberRoleForm organizationId={organization.id} member={member} onDone={onClose} />
        <Protection organizationId={organization.id} member={member} />
        <section aria-label="Access" className="flex flex-col gap-2 border-t border-line pt-4">
          <h3 className="text-sm font-medium">Access</h3>
          {member.suspension ? (
            <div className="flex flex-wrap items-center justify-between gap-2 text-sm">
              <p>
                Suspended by {member.suspension.by}; it ends <RelativeTime at={member.suspension.until} />.
              </p>
              <Button onClick={lift}>Lift suspension</Button>
            </div>
          ) : (
            <div className="flex flex-wrap items-end gap-2">
              <div className="min-w-32 flex-1">
                <Field
                  label="Suspend for"
                  description={
                    member.source === "directory"
                      ? "Now, without waiting for the identity provider. It holds until the provider changes active, or the time is over."
                      : "Shuts them out now and ends their sessions."
                  }
                >
                  <Select value={hours} onChange={(event) => setHours(Number(event.target.value))}>
                    {SUSPENSIONS.map((one) => (
                      <option key={one.hours} value={one.hours}>
                        {one.label}
                      </option>
                    ))}
                  </Select>
                </Field>
              </div>
              <Button variant="dangerQuiet" disabled={!member.active} onClick={suspend}>
                Suspend now
              </Button>
            </div>
          )}
        </section>
        {member.directory && !member.active && !member.suspension && (
          <EraseMember organization={organization} member={member} onErased={onClose} />
        )}
        {member.account && <Sessions organization={organization} member={member} />}
        <ChangeFailed error={act.error} />
      </DialogBody>
      <DialogActions>
        <Button
          variant="dangerQuiet"
          className="me-auto"
          blocked={
            member.source === "directory"
              ? "A directory sends this person and would bring them back. Take them out at the identity provider, or suspend them."
              : undefined
          }
          onClick={remove}
        >
          Remove from organization
        </Button>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  );
}

function Sessions({ organization, member }: { organization: OrganizationSummary; member: Member }) {
  const { data, error } = useQuery(sessionsQuery(organization.id, member.id));
  const act = useMemberAct(organization.id);
  if (error) return <LoadFailed what="the sessions" error={error} />;
  const sessions = data?.data ?? [];
  return (
    <section aria-label="Sessions" className="flex flex-col gap-2 border-t border-line pt-4">
      <div className="flex items-center justify-between gap-2">
        <h3 className="text-sm font-medium">Sessions</h3>
        {sessions.length > 0 && (
          <Button onClick={() => act.mutate({ act: "end-sessions", memberId: member.id })}>End all others</Button>
        )}
      </div>
      {sessions.length === 0 && <p className="text-sm text-muted">Not signed in anywhere.</p>}
      <ul className="flex flex-col gap-2 text-sm">
        {sessions.map((session) => (
          <li key={session.id} className="flex items-center justify-between gap-3">
            <span className="min-w-0">
              <span className="block truncate" title={session.userAgent ?? undefined}>
                {session.userAgent ?? "Unknown browser"}
              </span>
              <span className="text-muted">
                {session.ip ?? "unknown address"} · <RelativeTime at={session.lastSeenAt} />
              </span>
            </span>
            {session.current ? (
              <Badge>This one</Badge>
            ) : (
              <Button onClick={() => act.mutate({ act: "end-session", sessionId: session.id, memberId: member.id })}>
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ChangeFailed error={act.error} />
    </section>
  );
}
