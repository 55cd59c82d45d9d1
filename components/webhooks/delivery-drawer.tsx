"use client";

import { useQuery } from "@tanstack/react-query";
import RotateCw from "lucide-react/icons/rotate-cw";
import { logHref } from "#components/directory-sync/log/log-parameters.ts";
import { Button } from "#components/ui/button.tsx";
import { Drawer } from "#components/ui/drawer.tsx";
import { JsonDocument } from "#components/ui/json-document.tsx";
import { ChangeFailed, LoadFailed } from "#components/ui/load-failed.tsx";
import { Fact, Facts } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { manageBlocked } from "#lib/client/permissions.ts";
import { deliveryQuery, useResend } from "#lib/client/webhooks.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { DeliveryAttempt, DeliveryDetail } from "#lib/contract/webhooks.ts";
import { eventHref } from "./parameters.ts";
import { attemptSentence, DeliveryStatus } from "./words.tsx";

type DeliveryDrawerProps = { organization: OrganizationSummary; deliveryId: string; onClose: () => void };

/** One delivery: each attempt with its answer and timing, what was sent, and why. */
export function DeliveryDrawer({ organization, deliveryId, onClose }: DeliveryDrawerProps) {
  const { data, error, refetch } = useQuery(deliveryQuery(organization.id, deliveryId));
  const resend = useResend(organization.id);
  return (
    <Drawer open onClose={onClose} title={data?.type ?? "Delivery"}>
      <div className="flex flex-wrap items-center gap-3 border-b border-line px-5 pt-1 pb-3">
        {data && <DeliveryStatus state={data.state} />}
        <Button
          blocked={manageBlocked(organization)}
          busy={resend.isPending}
          disabled={!data}
          onClick={() => resend.mutate(deliveryId)}
        >
          <RotateCw aria-hidden /> Resend
        </Button>
        <ChangeFailed error={resend.error} />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a <section> would need a heading; the label names this scroll area. */}
      <div
        role="region"
        aria-label="Details of the delivery"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the focus starts here, so that the arrow keys scroll.
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-6 focus-visible:-outline-offset-2"
      >
        {!data && !error && <Skeleton className="m-5 h-40" />}
        {error && !data && <LoadFailed what="the delivery" error={error} onRetry={() => void refetch()} />}
        {data && <Details delivery={data} />}
      </div>
    </Drawer>
  );
}

const Details = ({ delivery }: { delivery: DeliveryDetail }) => (
  <>
    <Facts>
      <Fact name="Sent to">
        <TextLink href={`/directory-sync/webhooks/${delivery.endpoint.id}`} className="wrap-anywhere">
          {delivery.endpoint.url}
        </TextLink>
      </Fact>
      <Fact name="Event">
        {delivery.wasTest ? (
          <>A test, which never happened</>
        ) : (
          <TextLink href={eventHref({ event: delivery.eventId })}>
            <code className="font-mono text-xs wrap-anywhere">{delivery.eventId}</code>
          </TextLink>
        )}
      </Fact>
      <Fact name="Caused by">
        {delivery.request ? (
          <TextLink href={logHref(delivery.request.directoryId, { entry: delivery.request.entryId })}>
            {delivery.request.sentence}
          </TextLink>
        ) : delivery.wasTest ? (
          "Somebody who sent a test event"
        ) : (
          "An act in the dashboard or the API, or a request that the log no longer has"
        )}
      </Fact>
      {delivery.nextAttemptAt && (
        <Fact name="Next attempt">
          <RelativeTime at={delivery.nextAttemptAt} />
        </Fact>
      )}
    </Facts>
    <h3 className="px-5 pt-5 pb-2 font-semibold">Attempts</h3>
    {delivery.history.length === 0 && <p className="px-5 text-sm text-muted">None yet.</p>}
    <ol className="flex flex-col gap-3 px-5">
      {delivery.history.map((attempt) => (
        <Attempt key={attempt.id} attempt={attempt} />
      ))}
    </ol>
    <h3 className="px-5 pt-5 pb-2 font-semibold">What is sent</h3>
    <div className="px-5">
      {delivery.body === "" ? (
        <p className="text-sm text-muted">The event is older than what is kept.</p>
      ) : (
        <JsonDocument label="Body of the delivery" value={JSON.parse(delivery.body)} />
      )}
    </div>
  </>
);

const PARTS = { dns: "look-up", connect: "connect", tls: "TLS", wait: "wait", read: "read" } as const;

const Attempt = ({ attempt }: { attempt: DeliveryAttempt }) => {
  const parts = Object.entries(PARTS).flatMap(([part, word]) => {
    const ms = attempt.timing[part as keyof typeof PARTS];
    return ms === undefined ? [] : [`${word} ${ms} ms`];
  });
  return (
    <li className="rounded-md border border-line px-3 py-2.5 text-sm">
      <p className="font-medium">{attemptSentence(attempt)}</p>
      <p className="text-muted">
        Attempt {attempt.number}, <RelativeTime at={attempt.at} />, {attempt.durationMs} ms
        {parts.length > 0 && ` (${parts.join(", ")})`}
      </p>
      {attempt.responseBody !== "" && <Text label={`Answer to attempt ${attempt.number}`}>{attempt.responseBody}</Text>}
      <details className="mt-2">
        <summary className="min-h-6 cursor-pointer text-muted">Headers</summary>
        <Text label={`Headers of attempt ${attempt.number}`}>{headersText(attempt)}</Text>
      </details>
    </li>
  );
};

const headersText = ({ requestHeaders, responseHeaders }: DeliveryAttempt) =>
  [
    ...Object.entries(requestHeaders).map(([name, value]) => `> ${name}: ${value}`),
    ...Object.entries(responseHeaders).map(([name, value]) => `< ${name}: ${value}`),
  ].join("\n");

/** Somebody else's text: shown letter by letter, never as anything else. */
const Text = ({ label, children }: { label: string; children: string }) => (
  // biome-ignore lint/a11y/useSemanticElements: a <section> would need a heading; the label names this scroll area.
  <pre
    role="region"
    aria-label={label}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
    tabIndex={0}
    className="mt-2 max-h-48 overflow-auto rounded-md border border-line bg-sunken px-3 py-2 font-mono text-xs/5 whitespace-pre-wrap wrap-anywhere"
  >
    {children}
  </pre>
);
