"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { Section } from "#components/ui/panel.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { RowLink } from "#components/ui/text-link.tsx";
import { useSeen } from "#components/ui/use-seen.ts";
import { logHistogramQuery } from "#lib/client/log.ts";
import { timeZoneName, useTimeZone } from "#lib/client/time-zone.ts";
import type { LogBucket } from "#lib/contract/log.ts";
import { logHref } from "../log/log-parameters.ts";

const ActivityChart = dynamic(() => import("./activity-chart.tsx").then((file) => file.ActivityChart), {
  ssr: false,
  loading: () => <Skeleton className="h-56!" />,
});

const RANGES = [
  { value: "1h", label: "1 hour" },
  { value: "24h", label: "24 hours" },
  { value: "7d", label: "7 days" },
  { value: "30d", label: "30 days" },
] as const;
type Range = (typeof RANGES)[number]["value"];

const COLUMNS = [
  { label: "From" },
  { label: "Changes", align: "end" },
  { label: "Reads", align: "end" },
  { label: "Refused", align: "end" },
  { label: "Failed", align: "end" },
] as const;

/** Requests over time: as bars, and as a table in which every stretch of time leads to its log. */
export function ChartSection({ directoryId }: { directoryId: string }) {
  const [range, setRange] = useState<Range>("24h");
  const [isTable, setIsTable] = useState(false);
  const zone = useTimeZone();
  const { data, error, refetch } = useQuery({
    ...logHistogramQuery(directoryId, { last: range }, timeZoneName(zone)),
    placeholderData: keepPreviousData,
  });
  const label = labels(zone, data?.stepSeconds ?? 3_600);
  const hrefOf = ({ from, to }: LogBucket) => logHref(directoryId, { from, to });
  return (
    <Section
      title="Activity"
      description="Requests over time. A bar, or a line of the table, opens its log."
      actions={
        <div className="flex flex-wrap gap-2">
          <Segmented label="Range" value={range} options={RANGES} onChange={setRange} />
          <Segmented
            label="Show as"
            value={isTable ? "table" : "chart"}
            options={[
              { value: "chart", label: "Chart" },
              { value: "table", label: "Table" },
            ]}
            onChange={(chosen) => setIsTable(chosen === "table")}
          />
        </div>
      }
    >
      {error && !data && (
        <div className="p-4">
          <LoadFailed what="the activity" error={error} onRetry={() => void refetch()} />
        </div>
      )}
      {!data && !error && <Skeleton className="m-4 h-56!" />}
      {data && data.data.length === 0 && (
        <p className="px-4 py-6 text-sm text-muted">No request in this stretch of time.</p>
      )}
      {data && data.data.length > 0 && !isTable && <Chart buckets={data.data} label={label} hrefOf={hrefOf} />}
      {data && data.data.length > 0 && isTable && (
        <div className="max-h-96 overflow-y-auto">
          <BucketTable buckets={data.data} label={label} hrefOf={hrefOf} />
        </div>
      )}
    </Section>
  );
}

type BucketsProps = { buckets: LogBucket[]; label: (at: string) => string; hrefOf: (bucket: LogBucket) => string };

/** The drawing library weighs as much as half the page, so it waits until the chart is in view. */
function Chart(props: BucketsProps) {
  const [ref, isSeen] = useSeen<HTMLElement>();
  return (
    <figure ref={ref} className="px-2 pb-3">
      {isSeen ? <ActivityChart {...props} /> : <Skeleton className="h-56!" />}
      <figcaption className="sr-only">Choose Table above to read the same numbers.</figcaption>
    </figure>
  );
}

const BucketTable = ({ buckets, label, hrefOf }: BucketsProps) => (
  <Table caption="Requests over time" columns={COLUMNS}>
    {buckets.map((bucket) => (
      <TableRow key={bucket.from}>
        <TableCell label="From" primary>
          <RowLink href={hrefOf(bucket)} prefetch={false}>
            {label(bucket.from)}
          </RowLink>
        </TableCell>
        <TableCell label="Changes" align="end">
          {bucket.changed.toLocaleString("en")}
        </TableCell>
        <TableCell label="Reads" align="end">
          {bucket.read.toLocaleString("en")}
        </TableCell>
        <TableCell label="Refused" align="end">
          {bucket.refused.toLocaleString("en")}
        </TableCell>
        <TableCell label="Failed" align="end">
          {bucket.failed.toLocaleString("en")}
        </TableCell>
      </TableRow>
    ))}
  </Table>
);

function labels(timeZone: string | undefined, stepSeconds: number) {
  const format = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    timeZone,
    ...(stepSeconds < 86_400 && { hour: "2-digit", minute: "2-digit" }),
  });
  return (at: string) => format.format(new Date(at));
}
