"use client";

import dynamic from "next/dynamic";
import { useRef, useState } from "react";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { LoadMore } from "#components/ui/load-more.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { useUrlFilters } from "#lib/client/use-url-filters.ts";
import { DirectoryPageHeader, useIdpName } from "../directory-page-header.tsx";
import { EmptyLog, NoLogMatch } from "./log-empty.tsx";
import { ExportLinks, TimeZoneChoice } from "./log-extras.tsx";
import { LogFilterBar } from "./log-filters.tsx";
import { LiveSwitch, NewEntries } from "./log-live.tsx";
import { logFilters, logParameters, NO_FILTERS } from "./log-parameters.ts";
import { LogTable } from "./log-table.tsx";
import { LogViews } from "./log-views.tsx";
import { useLiveLog } from "./use-live-log.ts";

const LogEntryDrawer = dynamic(() => import("./log-entry-drawer.tsx").then((file) => file.LogEntryDrawer));

const LogHistogram = dynamic(() => import("./log-histogram.tsx").then((file) => file.LogHistogram), {
  loading: () => <div className="h-20" />,
});
const LogCauses = dynamic(() => import("./log-causes.tsx").then((file) => file.LogCauses));

const VIEWS = [
  { value: "list", label: "Entries" },
  { value: "causes", label: "By cause" },
] as const;

/** The provisioning log: what the IdP asked for and what came of it, as it happens. */
export function ProvisioningLog({ directoryId }: { directoryId: string }) {
  const idp = useIdpName(directoryId);
  const [view, setView] = useUrlFilters(logParameters);
  const [paused, setPaused] = useState(false);
  const region = useRef<HTMLDivElement>(null);
  // Someone reads who has scrolled down, stands in the list with the keyboard, or has an entry open.
  const isReading = () =>
    view.entry !== null || window.scrollY > 0 || Boolean(region.current?.querySelector(":focus-within"));
  const filters = logFilters(view);
  const { list, waiting, showNew, isInterrupted } = useLiveLog({ directoryId, filters, paused, isReading });

  const openEntry = (entry: string) => setView({ entry }, { history: view.entry === null ? "push" : "replace" });
  const closeEntry = () => setView({ entry: null });
  const showFromTop = () => {
    showNew();
    window.scrollTo({ top: 0 });
    region.current?.focus({ preventScroll: true });
  };
  const entries = list.data?.pages.flatMap((page) => page.data);
  const isFiltered = Object.keys(filters).length > 0;
  const isList = view.view === "list";
  return (
    <>
      <DirectoryPageHeader
        directoryId={directoryId}
        title="Provisioning log"
        purpose={`Every request from ${idp}: what it asked for, and what came of it.`}
        actions={<LiveSwitch paused={paused} isInterrupted={isInterrupted} onChange={setPaused} />}
      />
      <LogFilterBar view={view} setView={setView} />
      <LogHistogram
        directoryId={directoryId}
        filters={filters}
        onChoose={(range) => setView({ ...range, last: null }, { history: "push" })}
      />
      <div className="flex flex-wrap items-center justify-between gap-2 pb-3">
        <Segmented label="View" value={view.view} options={VIEWS} onChange={(chosen) => setView({ view: chosen })} />
        <div className="flex flex-wrap items-center gap-2">
          <LogViews directoryId={directoryId} setView={setView} />
          <TimeZoneChoice />
          <ExportLinks directoryId={directoryId} filters={filters} />
        </div>
      </div>
      {!isList && <LogCauses directoryId={directoryId} filters={filters} view={view} />}
      {isList && <NewEntries waiting={waiting} onShow={showFromTop} />}
      {isList && list.isPending && <SkeletonRows what="the log" rows={10} />}
      {isList && list.error && !entries && (
        <LoadFailed what="the log" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {isList && entries?.length === 0 && !isFiltered && <EmptyLog directoryId={directoryId} idp={idp} />}
      {isList && entries?.length === 0 && isFiltered && <NoLogMatch onClear={() => setView(NO_FILTERS)} />}
      {isList && entries && entries.length > 0 && (
        <div ref={region} tabIndex={-1} className="rounded-lg">
          <Panel>
            <LogTable
              directoryId={directoryId}
              entries={entries}
              parameters={view}
              busy={list.isPlaceholderData}
              onOpen={openEntry}
            />
            <LoadMore
              what={entries.length === 1 ? "entry" : "entries"}
              shown={entries.length}
              hasMore={list.hasNextPage}
              busy={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          </Panel>
        </div>
      )}
      <EntryDrawer
        directoryId={directoryId}
        entryId={view.entry}
        listed={entries?.map(({ id }) => id) ?? []}
        onOpen={openEntry}
        onClose={closeEntry}
      />
    </>
  );
}

/** Fetches the drawer's code with the first entry, then keeps it, so that it can close as it opened. */
function EntryDrawer({ entryId, ...rest }: React.ComponentProps<typeof LogEntryDrawer>) {
  const [wasOpened, setWasOpened] = useState(false);
  if (entryId !== null && !wasOpened) setWasOpened(true);
  return wasOpened ? <LogEntryDrawer entryId={entryId} {...rest} /> : null;
}
