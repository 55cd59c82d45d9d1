"use client";

import type { MouseEvent } from "react";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { RowLink } from "#components/ui/text-link.tsx";
import type { LogEntry } from "#lib/contract/log.ts";
import { OutcomeStatus } from "./log-outcome.tsx";
import { type LogParameters, logHref } from "./log-parameters.ts";

const COLUMNS = [
  { label: "Time" },
  { label: "Result" },
  { label: "What happened" },
  { label: "Request", align: "end" },
] as const;

type LogTableProps = {
  directoryId: string;
  entries: LogEntry[];
  /** The filters, which the links to the entries keep. */
  parameters: LogParameters;
  busy: boolean;
  onOpen: (entryId: string) => void;
};

/** The entries as rows that open beside the list. */
export const LogTable = ({ directoryId, entries, parameters, busy, onOpen }: LogTableProps) => (
  <Table caption="Log entries, newest first" columns={COLUMNS} busy={busy}>
    {entries.map((entry) => (
      <LogRow
        key={entry.id}
        entry={entry}
        href={logHref(directoryId, { ...parameters, entry: entry.id })}
        onOpen={onOpen}
      />
    ))}
  </Table>
);

type LogRowProps = { entry: LogEntry; href: string; onOpen: (entryId: string) => void };

/** The link covers the whole row; on a card the sentence comes first. */
const LogRow = ({ entry, href, onOpen }: LogRowProps) => (
  <TableRow className="relative max-sm:flex max-sm:flex-col">
    <TableCell label="Time">
      <RelativeTime at={entry.at} className="relative z-1 rounded-sm whitespace-nowrap text-muted" />
    </TableCell>
    <TableCell label="Result">
      <OutcomeStatus outcome={entry.outcome} />
    </TableCell>
    <TableCell label="What happened" primary className="w-full max-sm:order-first">
      <RowLink
        href={href}
        prefetch={false}
        onClick={(event) => {
          if (!isPlainClick(event)) return;
          event.preventDefault();
          onOpen(entry.id);
        }}
        className="font-normal! not-pointer-coarse:min-h-6 wrap-anywhere after:absolute after:inset-0"
      >
        {entry.sentence}
      </RowLink>
      {entry.cause && <span className="block text-xs text-muted">{entry.cause.title}</span>}
    </TableCell>
    <TableCell label="Request" align="end">
      <span className="font-mono text-xs whitespace-nowrap">
        {entry.method} {entry.status}
      </span>
    </TableCell>
  </TableRow>
);

/** A new tab or window is the browser's business. */
const isPlainClick = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
