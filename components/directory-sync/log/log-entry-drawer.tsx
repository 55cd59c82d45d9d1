"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import ChevronDown from "lucide-react/icons/chevron-down";
import ChevronUp from "lucide-react/icons/chevron-up";
import { useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { Drawer } from "#components/ui/drawer.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { logEntryQuery } from "#lib/client/directory-sync.ts";
import type { LogEntryDetail } from "#lib/contract/log.ts";
import { useIdpName } from "../directory-page-header.tsx";
import { LogAdvice } from "./log-advice.tsx";
import { LogEntryActions, Reveal } from "./log-entry-actions.tsx";
import { LogEntryChanges } from "./log-entry-changes.tsx";
import { LogEntryFacts } from "./log-entry-facts.tsx";
import { OutcomeStatus } from "./log-outcome.tsx";
import { LogSteps } from "./log-steps.tsx";

type LogEntryDrawerProps = {
  directoryId: string;
  /** `null`: closed. */
  entryId: string | null;
  /** The ids of the list behind it, newest first. */
  listed: string[];
  onOpen: (entryId: string) => void;
  onClose: () => void;
};

/** One entry of the log with everything that is kept about it. */
export function LogEntryDrawer({ directoryId, entryId, listed, onOpen, onClose }: LogEntryDrawerProps) {
  // While it closes it still shows what it showed.
  const [shownId, setShownId] = useState(entryId);
  if (entryId !== null && entryId !== shownId) setShownId(entryId);
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...logEntryQuery(directoryId, shownId ?? ""),
    enabled: shownId !== null,
    placeholderData: keepPreviousData,
  });
  const entry = error ? undefined : data;
  const scroller = useRef<HTMLDivElement>(null);
  const step = (id: string) => {
    scroller.current?.scrollTo({ top: 0 });
    onOpen(id);
  };
  return (
    <Drawer open={entryId !== null} onClose={onClose} title={entry?.sentence ?? "Log entry"}>
      <div className="min-h-9 border-b border-line px-5 pt-1 pb-3">
        {entry && <OutcomeStatus outcome={entry.outcome} />}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a <section> would need a heading; the label names this scroll area. */}
      <div
        ref={scroller}
        role="region"
        aria-label="Details of the entry"
        aria-busy={isPlaceholderData || undefined}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the focus starts here, so that the arrow keys scroll.
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain focus-visible:shadow-[inset_3px_0_0_var(--color-focus)] focus-visible:outline-transparent"
      >
        {!entry && !error && <EntrySkeleton />}
        {error && (
          <div className="p-5">
            <LoadFailed what="this entry" error={error} onRetry={() => void refetch()} />
          </div>
        )}
        {entry && <EntryDetail directoryId={directoryId} entry={entry} />}
      </div>
      <Steps listed={listed} current={shownId} onOpen={step} />
    </Drawer>
  );
}

type StepsProps = { listed: string[]; current: string | null; onOpen: (entryId: string) => void };

/** To the neighbours in the list. At its ends the buttons stay, so that the focus has somewhere to be. */
function Steps({ listed, current, onOpen }: StepsProps) {
  const position = current === null ? -1 : listed.indexOf(current);
  const previous = listed[position - 1];
  const next = position === -1 ? undefined : listed[position + 1];
  return (
    <footer className="flex justify-end gap-2 border-t border-line px-5 py-3">
      <Button
        aria-label="Previous entry"
        aria-disabled={previous === undefined}
        onClick={() => previous !== undefined && onOpen(previous)}
      >
        <ChevronUp aria-hidden /> Previous
      </Button>
      <Button
        aria-label="Next entry"
        aria-disabled={next === undefined}
        onClick={() => next !== undefined && onOpen(next)}
      >
        <ChevronDown aria-hidden /> Next
      </Button>
    </footer>
  );
}

function EntryDetail({ directoryId, entry: masked }: { directoryId: string; entry: LogEntryDetail }) {
  // What was revealed belongs to this entry and goes with it.
  const [revealed, setRevealed] = useState<LogEntryDetail>();
  const entry = revealed?.id === masked.id ? revealed : masked;
  const idp = useIdpName(directoryId);
  return (
    <>
      {entry.advice && (
        <div className="px-5 py-4">
          <LogAdvice directoryId={directoryId} advice={entry.advice} idp={idp} />
        </div>
      )}
      <Part title="What happened">
        <LogSteps steps={entry.steps} />
      </Part>
      {entry.changes.length > 0 && (
        <Part title="Before and after">
          <LogEntryChanges changes={entry.changes} />
        </Part>
      )}
      <LogEntryFacts directoryId={directoryId} entry={entry} />
      <Part title="Request">
        {entry.masked && <Reveal directoryId={directoryId} entryId={entry.id} onRevealed={setRevealed} />}
        {entry.request.query && (
          <p className="pb-2 text-sm">
            Query <code className="font-mono text-xs break-all">{entry.request.query}</code>
          </p>
        )}
        <Body label="Request body" value={entry.request.body} />
      </Part>
      <Part title="Response">
        <Body label="Response body" value={entry.response.body} />
      </Part>
      <Part title="Take it along">
        <LogEntryActions directoryId={directoryId} entry={entry} />
      </Part>
    </>
  );
}

const Part = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <section className="border-t border-line px-5 py-4">
    <h3 className="pb-2 text-base font-semibold">{title}</h3>
    {children}
  </section>
);

const Body = ({ label, value }: { label: string; value: unknown }) =>
  value === null || value === undefined ? (
    <p className="text-sm text-muted">No body, or one that is not kept: reads leave their answers out.</p>
  ) : (
    <CodeBlock label={label} value={value} />
  );

const EntrySkeleton = () => (
  <div aria-busy="true" className="flex flex-col gap-4 p-5">
    <span role="status" className="sr-only">
      Loading the entry
    </span>
    {["w-3/5", "w-2/5", "w-1/2", "w-2/5", "w-3/5"].map((width, row) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: these rows have no identity and never move.
      <Skeleton key={row} className={width} />
    ))}
    <Skeleton className="h-40!" />
  </div>
);
