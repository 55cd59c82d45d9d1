"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { failureSentence } from "#components/ui/load-failed.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { useMemberAct } from "#lib/client/administration.ts";
import type { Member } from "#lib/contract/member.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";

/** For a data protection request: nothing of somebody who is out is kept. */
export function EraseMember({
  organization,
  member,
  onErased,
}: {
  organization: OrganizationSummary;
  member: Member;
  onErased: () => void;
}) {
  const [isAsking, setAsking] = useState(false);
  const act = useMemberAct(organization.id);
  const erase = () =>
    act.mutate(
      { act: "erase", name: member.name, memberId: member.id },
      {
        onSuccess: () => {
          setAsking(false);
          onErased();
          showToast("Erased", "No personal data of theirs is kept.");
        },
      },
    );
  return (
    <section
      aria-label="Personal data"
      className="flex flex-wrap items-center justify-between gap-2 border-t border-line pt-4"
    >
      <div className="min-w-0 flex-1 basis-56 text-sm">
        <h3 className="font-medium">Personal data</h3>
        <p className="text-muted">Kept in case they return. Erase it when they ask for that.</p>
      </div>
      <Button variant="dangerQuiet" onClick={() => setAsking(true)}>
        Erase for good
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Erase ${member.name}?`}
        effect={
          <>
            <p>
              What {member.directory?.name ?? "the directory"} sent about them is deleted, with their membership and
              their events, and taken out of the provisioning log. Your application is told to delete them too.
            </p>
            <p>This cannot be undone. If the identity provider sends them again, they are somebody new.</p>
          </>
        }
        confirmLabel="Erase for good"
        tone="danger"
        typeToConfirm={member.name}
        busy={act.isPending}
        error={act.error ? failureSentence(act.error) : undefined}
        onConfirm={erase}
      />
    </section>
  );
}
