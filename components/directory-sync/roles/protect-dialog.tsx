"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { MemberRole } from "#components/directory-sync/member-role.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { ChangeFailed, LoadFailed } from "#components/ui/load-failed.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { useMemberAct } from "#lib/client/administration.ts";
import { membersQuery } from "#lib/client/organization.ts";
import type { Member } from "#lib/contract/member.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";

type ProtectDialogProps = { organization: OrganizationSummary; onClose: () => void };

/** Chooses the break-glass people among all active members. */
export function ProtectDialog({ organization, onClose }: ProtectDialogProps) {
  const [q, setQ] = useState("");
  const list = useInfiniteQuery(membersQuery(organization.id, { q: q.trim() || undefined, state: "active" }));
  const act = useMemberAct(organization.id);
  const members = list.data?.pages.flatMap((page) => page.data);
  const change = ({ id, breakGlass }: Member) => act.mutate({ act: "protect", breakGlass: !breakGlass, memberId: id });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Break-glass people"
      description="No sync demotes them or shuts them out. Choose the few who must get in when the identity provider is broken or wrong."
    >
      <DialogBody>
        <SearchField label="Search members" value={q} onSearch={setQ} />
        {list.isPending && <SkeletonRows what="members" rows={4} />}
        {list.error && !members && (
          <LoadFailed what="the members" error={list.error} onRetry={() => void list.refetch()} />
        )}
        {members?.length === 0 && <p className="text-sm text-muted">No active member matches.</p>}
        <ul aria-label="Members" className="flex max-h-80 flex-col divide-y divide-line overflow-y-auto text-sm">
          {members?.map((member) => (
            <li key={member.id} className="flex items-center justify-between gap-3 py-2">
              <span className="min-w-0">
                <span className="block font-medium wrap-anywhere">{member.name}</span>
                <MemberRole role={member.role} source={member.roleSource} member={member} />
              </span>
              <Button
                busy={act.isPending && act.variables.memberId === member.id}
                aria-pressed={member.breakGlass}
                onClick={() => change(member)}
              >
                {member.breakGlass ? "Stop protecting" : "Protect"} <span className="sr-only">{member.name}</span>
              </Button>
            </li>
          ))}
        </ul>
        {list.hasNextPage && (
          <p className="text-sm text-muted">These are the first; search for others by name or e-mail address.</p>
        )}
        <ChangeFailed error={act.error} />
      </DialogBody>
      <DialogActions>
        <Button onClick={onClose}>Done</Button>
      </DialogActions>
    </Dialog>
  );
}
