"use client";

import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";

type SegmentedProps<Value extends string> = {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
};

/** Picks exactly one of a few, all of them in sight. */
export const Segmented = <Value extends string>({ label, value, options, onChange }: SegmentedProps<Value>) => (
  <ToggleGroup<Value>
    aria-label={label}
    value={[value]}
    // Pressing the chosen one again would leave none chosen.
    onValueChange={([chosen]) => chosen !== undefined && onChange(chosen)}
    className="inline-flex max-w-full flex-wrap gap-0.5 rounded-md border border-line bg-sunken p-0.5"
  >
    {options.map((option) => (
      <Toggle
        key={option.value}
        value={option.value}
        className="min-h-8 rounded-sm border border-transparent px-2.5 text-sm whitespace-nowrap text-muted transition-colors hover:text-ink data-pressed:border-control data-pressed:bg-surface data-pressed:font-medium data-pressed:text-ink data-pressed:shadow-control pointer-coarse:min-h-11"
      >
        {option.label}
      </Toggle>
    ))}
  </ToggleGroup>
);
