"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { RequestFailed } from "#lib/client/request.ts";
import { useUpdateWebhook } from "#lib/client/webhooks.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { WebhookEndpoint } from "#lib/contract/webhooks.ts";
import { EventChoice } from "./event-choice.tsx";
import { headersOf, OwnHeaders, useOwnHeaders } from "./own-headers.tsx";

type EditEndpointDialogProps = { organization: OrganizationSummary; endpoint: WebhookEndpoint; onClose: () => void };

/** Address, description, events and headers of an endpoint that is there. Secrets are rotated, not edited. */
export function EditEndpointDialog({ organization, endpoint, onClose }: EditEndpointDialogProps) {
  const update = useUpdateWebhook(organization.id, endpoint.id);
  const [url, setUrl] = useState(endpoint.url);
  const [description, setDescription] = useState(endpoint.description);
  const [events, setEvents] = useState<string[]>(endpoint.events);
  const [headers, setHeaders] = useOwnHeaders(endpoint.headers);
  const fields = update.error instanceof RequestFailed ? update.error.fields : {};
  const headerProblem = Object.entries(fields).find(([name]) => name.startsWith("headers"))?.[1];
  const isInspector = endpoint.kind === "inspector";

  const submit = () =>
    update.mutate(
      {
        description,
        events,
        ...(!isInspector && { url: url.trim(), headers: headersOf(headers) }),
      },
      {
        onSuccess: () => {
          onClose();
          showToast("Endpoint saved");
        },
      },
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={isInspector ? "Edit inspector" : "Edit endpoint"}
      description="Deliveries that wait are sent as the endpoint is then."
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <DialogBody>
          {!isInspector && (
            <Field label="Address" description="Begins with https://." error={fields.url}>
              <Input type="url" value={url} autoComplete="off" onChange={(event) => setUrl(event.target.value)} />
            </Field>
          )}
          <Field label="Description" description="Optional: what it is for." error={fields.description}>
            <Input
              value={description}
              autoComplete="off"
              maxLength={200}
              onChange={(event) => setDescription(event.target.value)}
            />
          </Field>
          <EventChoice value={events} onChange={setEvents} />
          {!isInspector && <OwnHeaders value={headers} onChange={setHeaders} error={headerProblem} />}
          {!fields.url && headerProblem === undefined && <ChangeFailed error={update.error} />}
        </DialogBody>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={update.isPending} disabled={events.length === 0}>
            Save endpoint
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
