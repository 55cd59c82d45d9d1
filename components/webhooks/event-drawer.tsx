"use client";

import { useQuery } from "@tanstack/react-query";
import { logHref } from "#components/directory-sync/log/log-parameters.ts";
import { Drawer } from "#components/ui/drawer.tsx";
import { JsonDocument } from "#components/ui/json-document.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { Fact, Facts } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { eventQuery } from "#lib/client/webhooks.ts";
import type { EventDetail } from "#lib/contract/events.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { DeliveryState } from "#lib/contract/webhooks.ts";
import { deliveryHref } from "./parameters.ts";
import { DeliveryStatus } from "./words.tsx";

type EventDrawerProps = { organization: OrganizationSummary; eventId: string; onClose: () => void };

/** One event: why it happened, who was told, and the whole of it. */
export function EventDrawer({ organization, eventId, onClose }: EventDrawerProps) {
  const { data, error, refetch } = useQuery(eventQuery(organization.id, eventId));
  return (
    <Drawer open onClose={onClose} title={data?.type ?? "Event"}>
      {/* biome-ignore lint/a11y/useSemanticElements: a <section> would need a heading; the label names this scroll area. */}
      <div
        role="region"
        aria-label="Details of the event"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the focus starts here, so that the arrow keys scroll.
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain border-t border-line pb-6 focus-visible:-outline-offset-2"
      >
        {!data && !error && <Skeleton className="m-5 h-40" />}
        {error && !data && <LoadFailed what="the event" error={error} onRetry={() => void refetch()} />}
        {data && <Details event={data} />}
      </div>
    </Drawer>
  );
}

const Details = ({ event }: { event: EventDetail }) => (
  <>
    <Facts>
      <Fact name="About">{event.subject}</Fact>
      <Fact name="Time">
        <RelativeTime at={event.at} />
      </Fact>
      <Fact name="Caused by">
        {event.request ? (
          <TextLink href={logHref(event.request.directoryId, { entry: event.request.entryId })}>
            {event.request.sentence}
          </TextLink>
        ) : (
          "An act in the dashboard or the API, or a request that the log no longer has"
        )}
      </Fact>
      <Fact name="Id">
        <code className="font-mono text-xs select-all wrap-anywhere">{event.id}</code>
      </Fact>
      <Fact name="Deliveries">
        {event.deliveries.length === 0 ? (
          "None: no endpoint wanted it when it happened."
        ) : (
          <ul className="flex flex-col gap-1.5">
            {event.deliveries.map(({ id, url, state }) => (
              <li key={id} className="flex flex-wrap items-center gap-2">
                <DeliveryStatus state={state as DeliveryState} />
                <TextLink href={deliveryHref({ delivery: id })} className="wrap-anywhere">
                  {url}
                </TextLink>
              </li>
            ))}
          </ul>
        )}
      </Fact>
    </Facts>
    <div className="px-5 pt-4">
      <JsonDocument label="The event" value={event.envelope} />
    </div>
  </>
);
