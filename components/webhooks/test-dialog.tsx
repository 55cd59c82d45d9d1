"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { deliveryQuery, useSendTest } from "#lib/client/webhooks.ts";
import { EVENT_TYPES, EVENTS, type EventType } from "#lib/contract/events.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { WebhookEndpoint } from "#lib/contract/webhooks.ts";
import { deliveryHref } from "./parameters.ts";
import { attemptSentence, DeliveryStatus } from "./words.tsx";

type TestDialogProps = { organization: OrganizationSummary; endpoint: WebhookEndpoint; onClose: () => void };

/** Sends an event that never happened, and says what the receiver made of it. */
export function TestDialog({ organization, endpoint, onClose }: TestDialogProps) {
  const send = useSendTest(organization.id, endpoint.id);
  const [type, setType] = useState<EventType>("dsync.user.created");
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Send a test event"
      description="Made up, marked was_test, signed like every other, and tried once."
    >
      <DialogBody>
        <Field label="Event" description={EVENTS[type].says}>
          <Select value={type} onChange={(event) => setType(event.target.value as EventType)}>
            {EVENT_TYPES.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </Select>
        </Field>
        <ChangeFailed error={send.error} />
        {send.data && <Result organization={organization} deliveryId={send.data.deliveryId} />}
      </DialogBody>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
        <Button variant="primary" busy={send.isPending} onClick={() => send.mutate({ type })}>
          Send test
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Result({ organization, deliveryId }: { organization: OrganizationSummary; deliveryId: string }) {
  const { data } = useQuery(deliveryQuery(organization.id, deliveryId));
  const [attempt] = data?.history ?? [];
  return (
    <div role="status" className="flex flex-col items-start gap-1.5 text-sm">
      {data && <DeliveryStatus state={data.state} />}
      <p>{attempt ? attemptSentence(attempt) : "On the way…"}</p>
      {attempt && <TextLink href={deliveryHref({ delivery: deliveryId })}>See what was sent and answered</TextLink>}
    </div>
  );
}
