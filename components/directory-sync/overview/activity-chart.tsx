"use client";

import { useRouter } from "next/navigation";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { LogBucket } from "#lib/contract/log.ts";

export const SERIES = [
  { key: "changed", name: "Changes", color: "var(--color-accent)" },
  { key: "read", name: "Reads", color: "var(--color-control)" },
  { key: "refused", name: "Refused", color: "var(--color-warn)" },
  { key: "failed", name: "Failed", color: "var(--color-bad-solid)" },
] as const;

type ActivityChartProps = {
  buckets: LogBucket[];
  label: (at: string) => string;
  /** The log of one stretch of time. */
  hrefOf: (bucket: LogBucket) => string;
};

/** Requests over time. The table beside it says the same and is what assistive technology reads. */
export function ActivityChart({ buckets, label, hrefOf }: ActivityChartProps) {
  const router = useRouter();
  const open = (index: unknown) => {
    const bucket = buckets[Number(index)];
    if (bucket) router.push(hrefOf(bucket));
  };
  return (
    <div aria-hidden className="h-56 w-full text-xs">
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={buckets}
          accessibilityLayer={false}
          onClick={({ activeTooltipIndex }) => open(activeTooltipIndex)}
          margin={{ top: 8, right: 8, bottom: 0, left: -8 }}
        >
          <CartesianGrid vertical={false} stroke="var(--color-line)" />
          <XAxis dataKey="from" tickFormatter={label} minTickGap={32} stroke="var(--color-muted)" tickLine={false} />
          <YAxis allowDecimals={false} stroke="var(--color-muted)" tickLine={false} axisLine={false} width={48} />
          <Tooltip
            cursor={{ fill: "var(--color-hover)" }}
            labelFormatter={(at) => label(String(at))}
            contentStyle={{ background: "var(--color-raised)", border: "1px solid var(--color-line)", borderRadius: 6 }}
            isAnimationActive={false}
          />
          {SERIES.map(({ key, name, color }) => (
            <Bar key={key} dataKey={key} name={name} stackId="requests" fill={color} isAnimationActive={false} />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
