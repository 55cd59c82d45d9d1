"use client";

import { type KeyboardEvent, useState } from "react";

type SegmentedProps<Value extends string> = {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
};

/** Picks exactly one of a few, all of them in sight. One stop for Tab; the arrow keys move inside. */
export function Segmented<Value extends string>({ label, value, options, onChange }: SegmentedProps<Value>) {
  const [focused, setFocused] = useState<Value>();
  const stop = focused ?? value;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <fieldset> brings a legend and a box of its own.
    <div
      role="group"
      aria-label={label}
      onKeyDown={moveFocus}
      onBlur={() => setFocused(undefined)}
      className="inline-flex max-w-full flex-wrap gap-0.5 rounded-md border border-line bg-sunken p-0.5"
    >
      {options.map((option) => {
        const isPressed = option.value === value;
        return (
          <button
            key={option.value}
            type="button"
            aria-pressed={isPressed}
            data-pressed={isPressed || undefined}
            tabIndex={option.value === stop ? 0 : -1}
            onFocus={() => setFocused(option.value)}
            onClick={() => isPressed || onChange(option.value)}
            className="min-h-8 rounded-sm border border-transparent px-2.5 text-sm whitespace-nowrap text-muted transition-colors hover:text-ink data-pressed:border-control data-pressed:bg-surface data-pressed:font-medium data-pressed:text-ink data-pressed:shadow-control pointer-coarse:min-h-11"
          >
            {option.label}
          </button>
        );
      })}
    </div>
  );
}

/** Arrows go round; Home and End go to the ends. */
function moveFocus(event: KeyboardEvent<HTMLElement>) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const here = buttons.findIndex((button) => button.matches(":focus"));
  const target = new Map([
    ["ArrowRight", here + 1],
    ["ArrowLeft", here - 1],
    ["Home", 0],
    ["End", -1],
  ]).get(event.key);
  if (target === undefined) return;
  event.preventDefault();
  buttons.at(target % buttons.length)?.focus();
}
