"use client";

import { InlineSelect } from "#components/ui/inline-select.tsx";

type LifetimeSelectProps = {
  label: string;
  /** `value` is a number of days, or empty for no end. */
  lifetimes: readonly { value: string; label: string }[];
  days: string;
  onChange: (days: string) => void;
};

const DAY_S = 86_400;

/** Seconds of a lifetime as it was chosen; undefined for no end. */
export const secondsOf = (days: string) => (days === "" ? undefined : Number(days) * DAY_S);

/** How long a secret is good for. */
export const LifetimeSelect = ({ label, lifetimes, days, onChange }: LifetimeSelectProps) => (
  <>
    <span aria-hidden className="text-sm font-medium">
      {label}
    </span>
    <InlineSelect label={label} value={days} onChange={onChange}>
      {lifetimes.map(({ value, label: words }) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </InlineSelect>
  </>
);
