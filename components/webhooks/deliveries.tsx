"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import ListRestart from "lucide-react/icons/list-restart";
import SendHorizontal from "lucide-react/icons/send-horizontal";
import dynamic from "next/dynamic";
import { type MouseEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { FilterBar } from "#components/ui/filter-bar.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { LoadMore } from "#components/ui/load-more.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Badge } from "#components/ui/status.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { RowLink } from "#components/ui/text-link.tsx";
import { manageBlocked } from "#lib/client/permissions.ts";
import { useUrlFilters } from "#lib/client/use-url-filters.ts";
import { deliveriesQuery } from "#lib/client/webhooks.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { Delivery, WebhookEndpoint } from "#lib/contract/webhooks.ts";
import { EventSelect } from "./event-select.tsx";
import { deliveryFilters, deliveryHref, deliveryParameters } from "./parameters.ts";
import { DeliveryStatus } from "./words.tsx";

const DeliveryDrawer = dynamic(() => import("./delivery-drawer.tsx").then((file) => file.DeliveryDrawer));
const ReplayDialog = dynamic(() => import("./replay-dialog.tsx").then((file) => file.ReplayDialog));

const STATES = [
  { value: "all", label: "All" },
  { value: "pending", label: "Pending" },
  { value: "retrying", label: "Retrying" },
  { value: "delivered", label: "Delivered" },
  { value: "failed", label: "Failed" },
] as const;

type DeliveriesProps = { organization: OrganizationSummary; endpoints: WebhookEndpoint[]; only?: string };

/** What was sent, newest first. `only`: of one endpoint. */
export function Deliveries({ organization, endpoints, only }: DeliveriesProps) {
  const [view, setView] = useUrlFilters(deliveryParameters);
  const [replaying, setReplaying] = useState(false);
  const filters = { ...deliveryFilters(view), ...(only && { endpoint: only }) };
  const list = useInfiniteQuery(deliveriesQuery(organization.id, filters));
  const rows = list.data?.pages.flatMap(({ data }) => data);
  const isFiltered = Boolean(filters.state || filters.type || filters.q);
  const open = (delivery: string) => setView({ delivery }, { history: "push" });
  return (
    <section aria-labelledby="deliveries">
      <div className="flex flex-wrap items-center justify-between gap-2 pb-2">
        <h2 id="deliveries" className="text-base font-semibold">
          Deliveries
        </h2>
        <Button blocked={manageBlocked(organization)} onClick={() => setReplaying(true)}>
          <ListRestart aria-hidden /> Send again
        </Button>
      </div>
      <FilterBar>
        <div className="flex max-w-full flex-wrap items-center gap-2">
          <Segmented
            label="State"
            value={view.state ?? "all"}
            options={STATES}
            onChange={(state) => setView({ state: state === "all" ? null : state })}
          />
          <EventSelect value={view.type} onChange={(type) => setView({ type: type || null })} />
        </div>
        <SearchField label="Event or request id" value={view.q} onSearch={(q) => setView({ q: q || null })} />
      </FilterBar>
      {list.isPending && <SkeletonRows what="deliveries" rows={6} />}
      {list.error && !rows && (
        <LoadFailed what="the deliveries" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {rows?.length === 0 && (
        <Panel>
          <EmptyState
            icon={SendHorizontal}
            title={isFiltered ? "No delivery matches" : "Nothing delivered yet"}
            action={
              isFiltered ? (
                <Button onClick={() => setView({ state: null, type: null, q: null })}>Clear filters</Button>
              ) : undefined
            }
          >
            {isFiltered
              ? "Try other words, or take a filter away."
              : "The next change in a directory is sent at once. To try it now, open the endpoint and send a test event."}
          </EmptyState>
        </Panel>
      )}
      {rows && rows.length > 0 && (
        <Panel>
          <Table caption="Deliveries, newest first" columns={COLUMNS} busy={list.isPlaceholderData}>
            {rows.map((row) => (
              <DeliveryRow
                key={row.id}
                delivery={row}
                href={deliveryHref({ ...view, delivery: row.id })}
                onOpen={open}
              />
            ))}
          </Table>
          <LoadMore
            what={rows.length === 1 ? "delivery" : "deliveries"}
            shown={rows.length}
            hasMore={list.hasNextPage}
            busy={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </Panel>
      )}
      {view.delivery !== null && (
        <DeliveryDrawer
          organization={organization}
          deliveryId={view.delivery}
          onClose={() => setView({ delivery: null })}
        />
      )}
      {replaying && (
        <ReplayDialog
          organization={organization}
          endpoints={only ? endpoints.filter(({ id }) => id === only) : endpoints}
          onClose={() => setReplaying(false)}
        />
      )}
    </section>
  );
}

const COLUMNS = [
  { label: "Time" },
  { label: "State" },
  { label: "Event" },
  { label: "Attempts", align: "end" },
  { label: "Answer", align: "end" },
] as const;

type DeliveryRowProps = { delivery: Delivery; href: string; onOpen: (id: string) => void };

const DeliveryRow = ({ delivery, href, onOpen }: DeliveryRowProps) => (
  <TableRow className="relative max-sm:flex max-sm:flex-col">
    <TableCell label="Time">
      <RelativeTime at={delivery.createdAt} className="relative z-1 rounded-sm whitespace-nowrap text-muted" />
    </TableCell>
    <TableCell label="State">
      <DeliveryStatus state={delivery.state} />
    </TableCell>
    <TableCell label="Event" primary className="w-full max-sm:order-first">
      <RowLink
        href={href}
        prefetch={false}
        onClick={(event) => {
          if (!isPlainClick(event)) return;
          event.preventDefault();
          onOpen(delivery.id);
        }}
        className="font-mono text-sm font-normal! wrap-anywhere after:absolute after:inset-0"
      >
        {delivery.type}
      </RowLink>{" "}
      {delivery.wasTest && <Badge>Test</Badge>}
      <p className="text-xs text-muted wrap-anywhere">{delivery.endpoint.url}</p>
    </TableCell>
    <TableCell label="Attempts" align="end">
      <span className="tabular-nums">{delivery.attempts}</span>
    </TableCell>
    <TableCell label="Answer" align="end">
      <span className="font-mono text-xs whitespace-nowrap">
        {delivery.lastStatus ?? (delivery.lastReason ? delivery.lastReason.replaceAll("_", " ") : "–")}
      </span>
    </TableCell>
  </TableRow>
);

/** A new tab or window is the browser's business. */
const isPlainClick = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
