"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { Select } from "#components/ui/select.tsx";
import { useReplay } from "#lib/client/webhooks.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { ReplayDeliveries, WebhookEndpoint } from "#lib/contract/webhooks.ts";
import { EventSelect } from "./event-select.tsx";

const WHAT = {
  failed: "Failed deliveries",
  missing: "Events it never got",
  all: "Everything that was sent",
} as const;

const SINCE = { hour: 3_600_000, day: 86_400_000, week: 604_800_000, month: 2_592_000_000 } as const;

type ReplayDialogProps = { organization: OrganizationSummary; endpoints: WebhookEndpoint[]; onClose: () => void };

/** Chooses what to send again, counts it first, then sends it. */
export function ReplayDialog({ organization, endpoints, onClose }: ReplayDialogProps) {
  const counting = useReplay(organization.id);
  const sending = useReplay(organization.id);
  const [endpointId, setEndpoint] = useState(endpoints[0]?.id ?? "");
  const [state, setState] = useState<keyof typeof WHAT>("failed");
  const [since, setSince] = useState<keyof typeof SINCE>("day");
  const [type, setType] = useState("");
  const change =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      counting.reset();
      sending.reset();
      set(value);
    };
  const input = (dryRun: boolean): ReplayDeliveries => ({
    endpointId,
    state,
    since: new Date(Date.now() - SINCE[since]).toISOString(),
    ...(type && { type }),
    dryRun,
  });
  const count = counting.data?.count;
  const deliveries = (n: number) => `${n.toLocaleString("en")} ${n === 1 ? "delivery" : "deliveries"}`;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Send again"
      description="Each keeps its id, so a receiver that has it already can tell. Count first: nothing is sent by counting."
    >
      <DialogBody>
        <Field label="Endpoint">
          <Select value={endpointId} onChange={(event) => change(setEndpoint)(event.target.value)}>
            {endpoints.map(({ id, url, description }) => (
              <option key={id} value={id}>
                {description || url}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="What">
          <Select value={state} onChange={(event) => change(setState)(event.target.value as keyof typeof WHAT)}>
            {Object.entries(WHAT).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Since">
          <Select value={since} onChange={(event) => change(setSince)(event.target.value as keyof typeof SINCE)}>
            <option value="hour">The last hour</option>
            <option value="day">The last 24 hours</option>
            <option value="week">The last 7 days</option>
            <option value="month">The last 30 days</option>
          </Select>
        </Field>
        <EventSelect value={type} onChange={change(setType)} />
        <p role="status" className="min-h-5 text-sm">
          {sending.data
            ? `${deliveries(sending.data.count)} on the way again.`
            : count !== undefined &&
              (count === 0 ? "Nothing to send again." : `${deliveries(count)} would be sent again.`)}
        </p>
        <ChangeFailed error={sending.error ?? counting.error} />
      </DialogBody>
      <DialogActions>
        <Button onClick={onClose}>{sending.data ? "Close" : "Cancel"}</Button>
        {!sending.data && (
          <Button busy={counting.isPending} onClick={() => counting.mutate(input(true))}>
            Count
          </Button>
        )}
        {!sending.data && (
          <Button
            variant="primary"
            busy={sending.isPending}
            disabled={!count}
            onClick={() => sending.mutate(input(false))}
          >
            {count ? `Send ${deliveries(count)}` : "Send again"}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
