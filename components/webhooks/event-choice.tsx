"use client";

import { EVENT_TYPES } from "#lib/contract/events.ts";

type EventChoiceProps = { value: string[]; onChange: (events: string[]) => void };

/** All events, also those of later versions, or some of them. */
export function EventChoice({ value, onChange }: EventChoiceProps) {
  const isAll = value.includes("*");
  const isChosen = (type: string) => value.includes(type) || value.some((one) => matches(one, type));
  const toggle = (type: string, on: boolean) => {
    const chosen = EVENT_TYPES.filter((one) => (one === type ? on : isChosen(one)));
    onChange(chosen);
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">Events</legend>
      <label className="flex min-h-8 items-center gap-2.5 text-base">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={isAll}
          onChange={(event) =>
            onChange(event.target.checked ? ["*"] : ["dsync.user.created", "dsync.user.updated", "dsync.user.deleted"])
          }
        />
        All events, also those that later versions add
      </label>
      {!isAll && (
        // biome-ignore lint/a11y/useSemanticElements: a list of its own inside the fieldset, scrolled by itself.
        <div
          role="group"
          aria-label="Single events"
          className="max-h-56 overflow-y-auto rounded-md border border-line px-3 py-1.5"
        >
          {EVENT_TYPES.map((type) => (
            <label key={type} className="flex min-h-8 items-center gap-2.5 font-mono text-sm wrap-anywhere">
              <input
                type="checkbox"
                className="size-4 shrink-0 accent-accent"
                checked={isChosen(type)}
                onChange={(event) => toggle(type, event.target.checked)}
              />
              {type}
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}

const matches = (pattern: string, type: string) => pattern.endsWith(".*") && type.startsWith(pattern.slice(0, -1));
