"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Radio from "lucide-react/icons/radio";
import dynamic from "next/dynamic";
import type { MouseEvent } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { FilterBar } from "#components/ui/filter-bar.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { LoadMore } from "#components/ui/load-more.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { Select } from "#components/ui/select.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { RowLink, TextLink } from "#components/ui/text-link.tsx";
import { directoriesQuery } from "#lib/client/organization.ts";
import { useUrlFilters } from "#lib/client/use-url-filters.ts";
import { eventsQuery } from "#lib/client/webhooks.ts";
import type { EventSummary } from "#lib/contract/events.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import { EventSelect } from "./event-select.tsx";
import { eventFilters, eventHref, eventParameters } from "./parameters.ts";

const EventDrawer = dynamic(() => import("./event-drawer.tsx").then((file) => file.EventDrawer));

const COLUMNS = [{ label: "Time" }, { label: "Event" }, { label: "About" }, { label: "Directory" }] as const;

/** Everything that happened in the organization's directories, newest first. */
export function Events({ organization }: { organization: OrganizationSummary }) {
  const [view, setView] = useUrlFilters(eventParameters);
  const filters = eventFilters(view);
  const list = useInfiniteQuery(eventsQuery(organization.id, filters));
  const directories = useQuery(directoriesQuery(organization.id));
  const rows = list.data?.pages.flatMap(({ data }) => data);
  const isFiltered = Boolean(filters.type || filters.directory || filters.q);
  const open = (event: string) => setView({ event }, { history: "push" });
  return (
    <>
      <PageHeader
        title="Events"
        purpose={
          <>
            What happened, in the form in which your application hears of it: by{" "}
            <TextLink href="/directory-sync/webhooks">webhook</TextLink> or from{" "}
            <code className="font-mono">GET /events</code>.{" "}
            <TextLink href="/directory-sync/events/catalogue">Event catalogue</TextLink>
          </>
        }
      />
      <FilterBar>
        <div className="flex max-w-full flex-wrap items-center gap-2">
          <EventSelect value={view.type} onChange={(type) => setView({ type: type || null })} />
          <Select
            aria-label="Directory"
            className="w-auto! max-w-full"
            value={view.directory}
            onChange={(event) => setView({ directory: event.target.value || null })}
          >
            <option value="">All directories</option>
            {directories.data?.data.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </div>
        <SearchField label="Name or id" value={view.q} onSearch={(q) => setView({ q: q || null })} />
      </FilterBar>
      {list.isPending && <SkeletonRows what="events" rows={10} />}
      {list.error && !rows && <LoadFailed what="the events" error={list.error} onRetry={() => void list.refetch()} />}
      {rows?.length === 0 && (
        <Panel>
          <EmptyState
            icon={Radio}
            title={isFiltered ? "No event matches" : "Nothing has happened yet"}
            action={
              isFiltered ? (
                <Button onClick={() => setView({ type: null, directory: null, q: null })}>Clear filters</Button>
              ) : undefined
            }
          >
            {isFiltered
              ? "Try other words, or take a filter away."
              : "Every change that your identity provider makes becomes an event. They are kept for 30 days, unless the operator says otherwise."}
          </EmptyState>
        </Panel>
      )}
      {rows && rows.length > 0 && (
        <Panel>
          <Table caption="Events, newest first" columns={COLUMNS} busy={list.isPlaceholderData}>
            {rows.map((row) => (
              <EventRow key={row.id} event={row} href={eventHref({ ...view, event: row.id })} onOpen={open} />
            ))}
          </Table>
          <LoadMore
            what={rows.length === 1 ? "event" : "events"}
            shown={rows.length}
            hasMore={list.hasNextPage}
            busy={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </Panel>
      )}
      {view.event !== null && (
        <EventDrawer organization={organization} eventId={view.event} onClose={() => setView({ event: null })} />
      )}
    </>
  );
}

type EventRowProps = { event: EventSummary; href: string; onOpen: (id: string) => void };

const EventRow = ({ event, href, onOpen }: EventRowProps) => (
  <TableRow className="relative max-sm:flex max-sm:flex-col">
    <TableCell label="Time">
      <RelativeTime at={event.at} className="relative z-1 rounded-sm whitespace-nowrap text-muted" />
    </TableCell>
    <TableCell label="Event" primary className="max-sm:order-first">
      <RowLink
        href={href}
        prefetch={false}
        onClick={(click) => {
          if (!isPlainClick(click)) return;
          click.preventDefault();
          onOpen(event.id);
        }}
        className="font-mono text-xs font-normal! wrap-anywhere after:absolute after:inset-0 sm:whitespace-nowrap"
      >
        {event.type}
      </RowLink>
    </TableCell>
    <TableCell label="About" className="sm:w-full">
      <span className="wrap-anywhere">{event.subject}</span>
    </TableCell>
    <TableCell label="Directory">
      <span className="text-muted wrap-anywhere sm:whitespace-nowrap">{event.directory?.name ?? "Deleted"}</span>
    </TableCell>
  </TableRow>
);

/** A new tab or window is the browser's business. */
const isPlainClick = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
