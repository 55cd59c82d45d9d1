"use client";

import type { UseMutationResult } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { failureSentence } from "#components/ui/load-failed.tsx";
import { useRelativeTime } from "#components/ui/relative-time.tsx";
import { showToast } from "#components/ui/toast.tsx";
import type { Credential } from "#lib/contract/credential.ts";

type RevokeDialogProps = {
  /** "token" or "API key", as used inside a sentence. */
  noun: string;
  /** The one to revoke; the dialog is open while there is one. */
  secret: Credential | undefined;
  /** What stops working. */
  effect: string;
  /** Something milder to do instead. */
  instead?: ReactNode;
  revoke: UseMutationResult<void, Error, string>;
  onClose: () => void;
};

/** Asks before revoking, and says how recently the secret was used: the best hint that something still needs it. */
export function RevokeDialog({ noun, secret, effect, instead, revoke, onClose }: RevokeDialogProps) {
  // The words stay while the dialog fades out.
  const [shown, setShown] = useState(secret);
  if (secret && secret !== shown) setShown(secret);
  if (!shown) return null;

  const close = () => {
    revoke.reset();
    onClose();
  };
  const confirm = () =>
    revoke.mutate(shown.id, {
      onSuccess: () => {
        close();
        showToast("Revoked", `${shown.name} no longer works.`);
      },
    });
  return (
    <ConfirmDialog
      open={secret !== undefined}
      onOpenChange={(open) => !open && close()}
      title={`Revoke ${shown.name}?`}
      effect={
        <>
          <p>
            <Use lastUsedAt={shown.lastUsedAt} /> {effect}
          </p>
          <p>A revoked {noun} cannot be brought back.</p>
        </>
      }
      confirmLabel={`Revoke ${noun}`}
      tone="danger"
      instead={instead}
      busy={revoke.isPending}
      error={revoke.error ? failureSentence(revoke.error) : undefined}
      onConfirm={confirm}
    />
  );
}

const Use = ({ lastUsedAt }: { lastUsedAt: string | null }) =>
  lastUsedAt ? <UsedAt at={lastUsedAt} /> : <>It was never used.</>;

function UsedAt({ at }: { at: string }) {
  return (
    <>
      It was last used <strong className="font-semibold text-ink">{useRelativeTime(at)}</strong>.
    </>
  );
}
