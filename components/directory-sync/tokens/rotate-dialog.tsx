"use client";

import { useState } from "react";
import { RevealSecret, type Secret } from "#components/secrets/reveal-secret.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { InlineSelect } from "#components/ui/inline-select.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { useRotateToken } from "#lib/client/directory-sync.ts";
import type { Token } from "#lib/contract/credential.ts";

const HOUR_S = 3_600;
const OVERLAPS = [
  { value: String(HOUR_S), label: "1 hour" },
  { value: String(24 * HOUR_S), label: "1 day" },
  { value: String(7 * 24 * HOUR_S), label: "7 days" },
  { value: String(30 * 24 * HOUR_S), label: "30 days" },
] as const;

type RotateDialogProps = { directoryId: string; idp: string; token: Token; onClose: () => void };

/** A new token beside the old one, which goes on working until it is revoked or the overlap ends. */
export function RotateDialog({ directoryId, idp, token, onClose }: RotateDialogProps) {
  const [issued, setIssued] = useState<Secret>();
  const [overlap, setOverlap] = useState(OVERLAPS[1].value as string);
  const rotate = useRotateToken(directoryId);
  const lifetime = token.expiresAt
    ? Math.max(900, Math.round((Date.parse(token.expiresAt) - Date.parse(token.createdAt)) / 1_000))
    : undefined;
  const submit = () =>
    rotate.mutate(
      {
        tokenId: token.id,
        overlapSeconds: Number(overlap),
        ...(lifetime !== undefined && { lifetimeSeconds: lifetime }),
      },
      {
        onSuccess: ({ token: plaintext, name }) => {
          setIssued({ name, plaintext });
          rotate.reset();
        },
      },
    );
  return (
    <Dialog
      open
      held={issued !== undefined}
      onOpenChange={onClose}
      title={issued ? "Store your new token now" : `Rotate ${token.name}`}
      description={
        issued
          ? `Paste it into ${idp} in place of the old one. This is the only time it is shown.`
          : `A new token with the same scopes is made. The old one goes on working meanwhile, so ${idp} misses nothing.`
      }
    >
      {issued ? (
        <RevealSecret noun="token" secret={issued} onDone={onClose} />
      ) : (
        <>
          <DialogBody>
            <div className="flex flex-col gap-1.5">
              <span aria-hidden className="text-sm font-medium">
                The old token works for another
              </span>
              <InlineSelect label="The old token works for another" value={overlap} onChange={setOverlap}>
                {OVERLAPS.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </InlineSelect>
            </div>
            <ChangeFailed error={rotate.error} />
          </DialogBody>
          <DialogActions>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" busy={rotate.isPending} onClick={submit}>
              Make the new token
            </Button>
          </DialogActions>
        </>
      )}
    </Dialog>
  );
}
