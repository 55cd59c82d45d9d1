"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import ChevronDown from "lucide-react/icons/chevron-down";
import { useContext, useMemo, useState } from "react";
import { controlStyle } from "./control-style.ts";
import { cx } from "./cx.ts";
import { FieldTiesContext } from "./input.tsx";

export interface Suggestion {
  /** What is put into the field. */
  value: string;
  /** A few words under it, such as a count and an example. */
  note?: string | undefined;
}

export type SuggestionGroup = { label: string; items: readonly Suggestion[] };

type ComboboxProps = {
  /** Names the field where no `Field` around it does. */
  "aria-label"?: string;
  value: string;
  groups: readonly SuggestionGroup[];
  onChange: (value: string) => void;
  placeholder?: string;
  /** Said in place of the list when nothing fits; any text stays allowed. */
  nothing?: string;
  readOnly?: boolean;
  /** Machine text, such as an attribute path. */
  mono?: boolean;
};

/** More would only be scrolled past; typing a letter narrows them down. */
const MOST_SHOWN = 200;

/** A text field with suggestions. What is typed counts, whether it was suggested or not. */
export function Combobox({
  value,
  groups,
  onChange,
  placeholder,
  nothing = "No suggestion fits. What you typed is kept.",
  readOnly = false,
  mono = false,
  ...named
}: ComboboxProps) {
  const ties = useContext(FieldTiesContext);
  // Opened on a value that stands there already, the list shows everything: only typing narrows it down.
  const [typed, setTyped] = useState(false);
  const shown = useMemo(() => (typed ? narrowed(groups, value) : groups), [typed, groups, value]);
  return (
    <Autocomplete.Root
      value={value}
      onValueChange={(next, { reason }) => {
        setTyped(reason === "input-change");
        onChange(next);
      }}
      onOpenChange={(open) => open || setTyped(false)}
      items={groups}
      filteredItems={shown}
      itemToStringValue={(item: Suggestion) => item.value}
      limit={MOST_SHOWN}
      openOnInputClick
      readOnly={readOnly}
    >
      <div className="relative">
        <Autocomplete.Input
          {...ties}
          {...named}
          data-invalid={ties["aria-invalid"]}
          placeholder={placeholder}
          spellCheck={false}
          autoCapitalize="off"
          className={cx(controlStyle, "pe-8", mono && "font-mono text-xs")}
        />
        <Autocomplete.Trigger
          aria-label="Show suggestions"
          tabIndex={-1}
          className="absolute inset-y-0 end-0 flex w-8 items-center justify-center text-muted hover:text-ink"
        >
          <ChevronDown aria-hidden className="size-4" />
        </Autocomplete.Trigger>
      </div>
      <Autocomplete.Portal>
        <Autocomplete.Positioner align="start" sideOffset={4} className="z-50">
          <Autocomplete.Popup className="max-h-[min(20rem,var(--available-height))] w-[max(var(--anchor-width),16rem)] max-w-[min(30rem,calc(100vw-1rem))] overflow-y-auto overscroll-contain rounded-lg border border-line bg-raised p-1 shadow-popup">
            <Autocomplete.Empty className="px-2 py-1.5 text-sm text-muted empty:p-0">{nothing}</Autocomplete.Empty>
            <Autocomplete.List>
              {(group: SuggestionGroup) => (
                <Autocomplete.Group key={group.label} items={group.items}>
                  <Autocomplete.GroupLabel className="px-2 pt-1.5 pb-1 text-xs text-muted">
                    {group.label}
                  </Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(item: Suggestion) => (
                      <Autocomplete.Item
                        key={item.value}
                        value={item}
                        className="flex min-h-8 cursor-default flex-col justify-center rounded-sm px-2 py-1 text-sm text-ink outline-none select-none data-highlighted:bg-hover data-highlighted:shadow-[inset_2px_0_0_var(--color-focus)] pointer-coarse:min-h-11"
                      >
                        <span className={cx("wrap-anywhere", mono && "font-mono text-xs")}>{item.value}</span>
                        {item.note && <span className="text-xs wrap-anywhere text-muted">{item.note}</span>}
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}

/** The suggestions that hold what was typed, in the value or in the note; groups without any are left out. */
function narrowed(groups: readonly SuggestionGroup[], typed: string): SuggestionGroup[] {
  const wanted = typed.trim().toLowerCase();
  const fits = ({ value, note }: Suggestion) => `${value} ${note ?? ""}`.toLowerCase().includes(wanted);
  return groups
    .map(({ label, items }) => ({ label, items: items.filter(fits) }))
    .filter(({ items }) => items.length > 0);
}
