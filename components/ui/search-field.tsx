"use client";

import Search from "lucide-react/icons/search";
import X from "lucide-react/icons/x";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { controlStyle } from "./control-style.ts";
import { cx } from "./cx.ts";
import { useTypedEarly } from "./use-typed-early.ts";

type SearchFieldProps = {
  label: string;
  value: string;
  /** Called when typing rests for a moment, and at once on clear. */
  onSearch: (value: string) => void;
  /** Called on Enter, with what is typed. */
  onEnter?: (value: string) => void;
  /** What stays in the field of a text that is reported, `finished` by Enter; without it, all of it. */
  staying?: (typed: string, finished: boolean) => string;
  className?: string;
};

const REST_MS = 250;

/** Search as you type; `/` moves here from anywhere on the page. */
export function SearchField({ label, value, onSearch, onEnter, staying, className }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  // What was last reported: the same value coming back must not overwrite what has been typed since.
  const reported = useRef(value);
  const report = useEffectEvent(search);

  function search(wanted: string) {
    keep(staying?.(wanted, false) ?? wanted);
    onSearch(wanted);
  }
  function keep(text: string) {
    reported.current = text;
    setTyped(text);
  }
  function enter() {
    keep(staying?.(typed, true) ?? typed);
    onEnter?.(typed);
  }

  useEffect(() => {
    // A space at the end is of a word that is still to come, and nothing to search for.
    if (value.trim() === reported.current.trim()) return;
    reported.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    if (typed === reported.current) return;
    // Enter may have reported it meanwhile.
    const timer = setTimeout(() => typed !== reported.current && report(typed), REST_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  useTypedEarly(input, typed, ({ value: early }) => setTyped(early));
  useFocusOnSlash(input);

  const clear = () => {
    search("");
    input.current?.focus();
  };

  return (
    <search className={cx("relative block w-full sm:w-64", className)}>
      <Search aria-hidden className="pointer-events-none absolute inset-y-0 start-2.5 my-auto size-4 text-faint" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && onEnter && enter()}
        className={cx(controlStyle, "ps-8 pe-9 [&::-webkit-search-cancel-button]:hidden")}
      />
      {typed !== "" && (
        <button
          type="button"
          aria-label="Clear search"
          onClick={clear}
          className="absolute inset-y-0 end-0 my-auto flex size-8 items-center justify-center rounded-md text-muted hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </search>
  );
}

function useFocusOnSlash(input: React.RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement && event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [input]);
}
