"use client";

import { useState } from "react";
import { RevealSecret } from "#components/secrets/reveal-secret.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { RequestFailed } from "#lib/client/request.ts";
import { useCreateWebhook } from "#lib/client/webhooks.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import { EventChoice } from "./event-choice.tsx";
import { headersOf, OwnHeaders, useOwnHeaders } from "./own-headers.tsx";

type AddEndpointDialogProps = { organization: OrganizationSummary; kind: "http" | "inspector"; onClose: () => void };

/** Asks where events go, adds the endpoint, and shows its secret the one time. */
export function AddEndpointDialog({ organization, kind, onClose }: AddEndpointDialogProps) {
  const create = useCreateWebhook(organization.id);
  const [issued, setIssued] = useState<{ name: string; plaintext: string }>();
  const [url, setUrl] = useState("");
  const [description, setDescription] = useState("");
  const [events, setEvents] = useState<string[]>(["*"]);
  const [headers, setHeaders] = useOwnHeaders();
  const [failure, setFailure] = useState<unknown>();
  const fields = failure instanceof RequestFailed ? failure.fields : {};
  const headerProblem = Object.entries(fields).find(([name]) => name.startsWith("headers"))?.[1];
  const isInspector = kind === "inspector";

  const submit = async () => {
    setFailure(undefined);
    try {
      const own = headersOf(headers) as Record<string, string>;
      const input = { kind, description, events, ...(!isInspector && { url: url.trim(), headers: own }) };
      const { secret, ...endpoint } = await create.mutateAsync(input);
      create.reset();
      setIssued({ name: endpoint.description || "Signing secret", plaintext: secret });
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <Dialog
      open
      held={issued !== undefined}
      onOpenChange={onClose}
      title={issued ? "Store the signing secret now" : isInspector ? "Add inspector" : "Add endpoint"}
      description={
        issued
          ? "Your application checks with it that a delivery is Rollcall's. This is the only time it is shown."
          : isInspector
            ? "An address of this server that keeps the last 200 deliveries, for you to look at."
            : "Rollcall sends every chosen event there, signed, and repeats it for three days until it is taken."
      }
    >
      {issued ? (
        <RevealSecret noun="secret" secret={issued} onDone={onClose} />
      ) : (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <DialogBody>
            {!isInspector && (
              <Field label="Address" description="Begins with https://." error={fields.url}>
                <Input
                  type="url"
                  value={url}
                  autoComplete="off"
                  placeholder="https://example.com/webhooks"
                  onChange={(event) => setUrl(event.target.value)}
                />
              </Field>
            )}
            <Field label="Description" description="Optional: what it is for." error={fields.description}>
              <Input
                value={description}
                autoComplete="off"
                maxLength={200}
                placeholder={isInspector ? "Trying things out" : "Production"}
                onChange={(event) => setDescription(event.target.value)}
              />
            </Field>
            <EventChoice value={events} onChange={setEvents} />
            {!isInspector && <OwnHeaders value={headers} onChange={setHeaders} error={headerProblem} />}
            {!fields.url && headerProblem === undefined && <ChangeFailed error={failure} />}
          </DialogBody>
          <DialogActions>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" busy={create.isPending} disabled={events.length === 0}>
              {isInspector ? "Add inspector" : "Add endpoint"}
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  );
}
