"use client";

import { useState } from "react";
import { RevealSecret } from "#components/secrets/reveal-secret.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { Select } from "#components/ui/select.tsx";
import { useRotateWebhook } from "#lib/client/webhooks.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { WebhookEndpoint } from "#lib/contract/webhooks.ts";

type RotateDialogProps = { organization: OrganizationSummary; endpoint: WebhookEndpoint; onClose: () => void };

/** A new secret beside the old one, which goes on signing until the receiver has changed over. */
export function RotateDialog({ organization, endpoint, onClose }: RotateDialogProps) {
  const rotate = useRotateWebhook(organization.id, endpoint.id);
  const [overlap, setOverlap] = useState("86400");
  const [issued, setIssued] = useState<{ name: string; plaintext: string }>();
  const submit = () =>
    rotate.mutate(
      { overlapSeconds: Number(overlap) },
      {
        onSuccess: ({ secret }) => {
          setIssued({ name: endpoint.description || "Signing secret", plaintext: secret });
          rotate.reset();
        },
      },
    );
  return (
    <Dialog
      open
      held={issued !== undefined}
      onOpenChange={onClose}
      title={issued ? "Store the new secret now" : "Rotate signing secret"}
      description={
        issued
          ? "This is the only time it is shown. Until the overlap ends, the old one still signs too."
          : "Deliveries carry both signatures until the overlap ends, so nothing is refused meanwhile."
      }
    >
      {issued ? (
        <RevealSecret noun="secret" secret={issued} onDone={onClose} />
      ) : (
        <>
          <DialogBody>
            <Field label="The old secret signs for another">
              <Select value={overlap} onChange={(event) => setOverlap(event.target.value)}>
                <option value="3600">hour</option>
                <option value="86400">24 hours</option>
                <option value="604800">7 days</option>
                <option value="0">moment: it ends at once</option>
              </Select>
            </Field>
            <ChangeFailed error={rotate.error} />
          </DialogBody>
          <DialogActions>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" busy={rotate.isPending} onClick={submit}>
              Rotate secret
            </Button>
          </DialogActions>
        </>
      )}
    </Dialog>
  );
}
