"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { cx } from "#components/ui/cx.ts";
import { logHistogramQuery } from "#lib/client/log.ts";
import { timeZoneName, useTimeZone } from "#lib/client/time-zone.ts";
import type { LogBucket, LogFilterWords } from "#lib/contract/log.ts";

type LogHistogramProps = {
  directoryId: string;
  filters: LogFilterWords;
  /** Shows the entries of one stretch of time. */
  onChoose: (range: { from: string; to: string }) => void;
};

/** How many requests came when, under the same filters as the list. Drag, or Shift with the arrows, chooses a stretch. */
export function LogHistogram({ directoryId, filters, onChoose }: LogHistogramProps) {
  const zone = useTimeZone();
  const { data } = useQuery({
    ...logHistogramQuery(directoryId, filters, timeZoneName(zone)),
    placeholderData: keepPreviousData,
  });
  const buckets = data ? filled(data.data, data) : [];
  if (!data || data.data.length === 0) return <div className="h-18" />;
  return (
    <Bars buckets={buckets} zone={zone} stepSeconds={data.stepSeconds} complete={data.complete} onChoose={onChoose} />
  );
}

/** Stretches without requests are bars of no height. */
function filled(
  known: LogBucket[],
  { from, to, stepSeconds }: { from: string; to: string; stepSeconds: number },
): LogBucket[] {
  const step = stepSeconds * 1_000;
  const [first] = known;
  const anchor = first ? Date.parse(first.from) : Date.parse(from);
  const start = anchor - Math.ceil((anchor - Date.parse(from)) / step) * step;
  const byStart = new Map(known.map((bucket) => [Math.round((Date.parse(bucket.from) - start) / step), bucket]));
  const count = Math.min(400, Math.max(1, Math.ceil((Date.parse(to) - start) / step)));
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * step;
    const none = { changed: 0, read: 0, refused: 0, failed: 0 };
    return byStart.get(index) ?? { from: new Date(at).toISOString(), to: new Date(at + step).toISOString(), ...none };
  });
}

const totalOf = ({ changed, read, refused, failed }: LogBucket) => changed + read + refused + failed;
const PARTS = [
  { name: "failed", style: "bg-bad-solid" },
  { name: "refused", style: "bg-warn" },
  { name: "changed", style: "bg-accent" },
  { name: "read", style: "bg-control" },
] as const;

type BarsProps = {
  buckets: LogBucket[];
  zone: string | undefined;
  stepSeconds: number;
  complete: boolean;
  onChoose: LogHistogramProps["onChoose"];
};

function Bars({ buckets, zone, stepSeconds, complete, onChoose }: BarsProps) {
  const [chosen, setChosen] = useState<{ from: number; to: number }>();
  const [stop, setStop] = useState(buckets.length - 1);
  const highest = Math.max(1, ...buckets.map(totalOf));
  const label = labels(zone, stepSeconds);
  const choose = (from: number, to: number) => {
    setChosen(undefined);
    const [first, last] = [buckets[Math.min(from, to)], buckets[Math.max(from, to)]];
    if (first && last) onChoose({ from: first.from, to: last.to });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const here = Math.min(stop, buckets.length - 1);
    const next = Math.min(buckets.length - 1, Math.max(0, here + step));
    setChosen(event.shiftKey ? { from: chosen?.from ?? here, to: next } : undefined);
    setStop(next);
    event.currentTarget.querySelectorAll("button")[next]?.focus();
  };
  const isChosen = (index: number) =>
    chosen && index >= Math.min(chosen.from, chosen.to) && index <= Math.max(chosen.from, chosen.to);
  return (
    <figure className="pb-3">
      {/* biome-ignore lint/a11y/useSemanticElements: a <fieldset> brings a legend and a box of its own. */}
      <div
        role="group"
        aria-label="Requests over time. Arrows move, Shift and arrows choose a stretch, Enter shows it."
        onKeyDown={onKeyDown}
        onPointerLeave={() => setChosen(undefined)}
        className="flex h-14 touch-pan-y items-stretch gap-px border-b border-line"
      >
        {buckets.map((bucket, index) => (
          <button
            key={bucket.from}
            type="button"
            tabIndex={index === Math.min(stop, buckets.length - 1) ? 0 : -1}
            aria-label={`${label(bucket.from)}: ${words(bucket)}`}
            title={`${label(bucket.from)}: ${words(bucket)}`}
            onFocus={() => setStop(index)}
            onPointerDown={() => setChosen({ from: index, to: index })}
            onPointerEnter={({ buttons }) => buttons === 1 && chosen && setChosen({ ...chosen, to: index })}
            onClick={() => choose(chosen?.from ?? index, chosen?.to ?? index)}
            onPointerUp={() => chosen && chosen.from !== chosen.to && choose(chosen.from, chosen.to)}
            className={cx(
              "flex min-w-0 flex-1 flex-col justify-end hover:bg-hover focus-visible:-outline-offset-2",
              isChosen(index) && "bg-accent-soft",
            )}
          >
            {PARTS.map(({ name, style }) =>
              bucket[name] > 0 ? (
                <span
                  key={name}
                  className={cx("min-h-0.5 w-full shrink-0", style)}
                  style={{ height: `${(bucket[name] / highest) * 100}%` }}
                />
              ) : null,
            )}
          </button>
        ))}
      </div>
      <figcaption className="flex justify-between gap-4 pt-1 text-xs text-muted">
        <span>{buckets[0] && label(buckets[0].from)}</span>
        {!complete && <span>The newest 20,000 matches are counted.</span>}
        <span>now</span>
      </figcaption>
    </figure>
  );
}

function words(bucket: LogBucket): string {
  const total = totalOf(bucket);
  if (total === 0) return "no requests";
  const said = [`${total.toLocaleString("en")} ${total === 1 ? "request" : "requests"}`];
  if (bucket.changed > 0) said.push(`${bucket.changed.toLocaleString("en")} changes`);
  if (bucket.refused > 0) said.push(`${bucket.refused.toLocaleString("en")} refused`);
  if (bucket.failed > 0) said.push(`${bucket.failed.toLocaleString("en")} failed`);
  return said.join(", ");
}

function labels(timeZone: string | undefined, stepSeconds: number) {
  const format = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    timeZone,
    ...(stepSeconds < 86_400 && { hour: "2-digit", minute: "2-digit" }),
  });
  return (at: string) => format.format(new Date(at));
}
