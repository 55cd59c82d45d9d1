"use client";

import Download from "lucide-react/icons/download";
import { buttonStyle } from "#components/ui/button-style.ts";
import { InlineSelect } from "#components/ui/inline-select.tsx";
import { logFileHref } from "#lib/client/log.ts";
import { chooseTimeZone, useTimeZone } from "#lib/client/time-zone.ts";
import type { LogFilterWords } from "#lib/contract/log.ts";

/** In whose zone this browser tells the time. */
export function TimeZoneChoice() {
  const zone = useTimeZone();
  const known = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];
  const zones = zone && zone !== "UTC" && !known.includes(zone) ? [zone, ...known] : known;
  return (
    <InlineSelect
      label="Time zone"
      value={zone ?? ""}
      onChange={(chosen) => chooseTimeZone(chosen || undefined)}
      className="max-w-44!"
    >
      <option value="">Local time</option>
      <option value="UTC">UTC</option>
      {zones
        .filter((name) => name !== "UTC")
        .map((name) => (
          <option key={name} value={name}>
            {name.replaceAll("_", " ")}
          </option>
        ))}
    </InlineSelect>
  );
}

/** What is listed as a file, however long; times in UTC. */
export const ExportLinks = ({ directoryId, filters }: { directoryId: string; filters: LogFilterWords }) => (
  <>
    <a href={logFileHref(directoryId, filters, "csv")} download className={buttonStyle()}>
      <Download aria-hidden /> <span className="sr-only">Export as </span>CSV
    </a>
    <a href={logFileHref(directoryId, filters, "jsonl")} download className={buttonStyle()}>
      <Download aria-hidden /> <span className="sr-only">Export as </span>JSON lines
    </a>
  </>
);
