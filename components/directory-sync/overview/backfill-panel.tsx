"use client";

import { useState } from "react";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Section } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { Backfill } from "#lib/contract/overview.ts";

/** People arriving in numbers: how many, how fast, and with a number of people expected, how long it still takes. */
export function BackfillPanel({ directoryId, backfill }: { directoryId: string; backfill: Backfill }) {
  const [expected, setExpected] = useState("");
  const total = Number.parseInt(expected, 10);
  const isKnown = total > 0;
  const { people, perMinute, errors, throttled, startedAt, endedAt } = backfill;
  const created = `/directory-sync/${directoryId}/log?operation=create&from=${encodeURIComponent(startedAt)}`;
  return (
    <Section
      title={endedAt ? "The first sync has come to rest" : "People are arriving"}
      description={
        <>
          Began <RelativeTime at={startedAt} className="rounded-sm" />
          {endedAt && (
            <>
              , last arrival <RelativeTime at={endedAt} className="rounded-sm" />
            </>
          )}
          .
        </>
      }
    >
      <div className="flex flex-col gap-3 px-4 py-3">
        {isKnown && (
          <progress
            aria-label="People who have arrived"
            max={total}
            value={Math.min(people, total)}
            className="h-2 w-full accent-accent"
          />
        )}
        <p className="text-sm">
          <strong className="font-semibold tabular-nums">{people.toLocaleString("en")}</strong>
          {isKnown && ` of ${total.toLocaleString("en")}`} people
          {perMinute > 0 && ` · ${perMinute.toLocaleString("en")} a minute`}
          {isKnown && perMinute > 0 && people < total && ` · about ${left(total - people, perMinute)} left`}
          {" · "}
          {errors > 0 ? (
            <TextLink href={`${created}&outcome=refused,failed`} prefetch={false}>
              {errors.toLocaleString("en")} {errors === 1 ? "error" : "errors"}
            </TextLink>
          ) : (
            "no errors"
          )}
          {throttled > 0 && ` · ${throttled.toLocaleString("en")} held back`}
        </p>
        <div className="max-w-48">
          <Field label="People expected (optional)">
            <Input
              type="number"
              inputMode="numeric"
              min={1}
              value={expected}
              onChange={(event) => setExpected(event.target.value)}
            />
          </Field>
        </div>
      </div>
    </Section>
  );
}

function left(people: number, perMinute: number): string {
  const minutes = Math.ceil(people / perMinute);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
