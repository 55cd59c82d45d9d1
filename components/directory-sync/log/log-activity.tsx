"use client";

import { RelativeTime } from "#components/ui/relative-time.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { LogEntry } from "#lib/contract/log.ts";
import { OutcomeStatus } from "./log-outcome.tsx";
import { logHref } from "./log-parameters.ts";

type LogActivityProps = { directoryId: string; entries: LogEntry[] };

/** The latest entries about one person or group, each leading to the log. */
export const LogActivity = ({ directoryId, entries }: LogActivityProps) =>
  entries.length === 0 ? (
    <p className="px-4 py-3 text-sm text-muted">Nothing in the log.</p>
  ) : (
    <ol className="divide-y divide-line text-sm">
      {entries.map((entry) => (
        <li key={entry.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-2.5">
          <span className="w-24 shrink-0">
            <OutcomeStatus outcome={entry.outcome} />
          </span>
          <TextLink
            href={logHref(directoryId, { entry: entry.id })}
            prefetch={false}
            className="min-w-0 flex-1 basis-56 wrap-anywhere"
          >
            {entry.sentence}
          </TextLink>
          <RelativeTime at={entry.at} className="rounded-sm whitespace-nowrap text-muted" />
        </li>
      ))}
    </ol>
  );
