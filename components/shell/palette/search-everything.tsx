"use client";

import Search from "lucide-react/icons/search";
import { setLayer } from "./layer-state.ts";

/** The button in the sidebar that opens the command palette. */
export const SearchEverything = () => (
  <button
    type="button"
    aria-keyshortcuts="Control+K Meta+K"
    onClick={() => setLayer("palette")}
    className="flex min-h-8 w-full items-center gap-2 rounded-md border border-control bg-surface px-2 text-start text-sm text-muted hover:bg-hover hover:text-ink pointer-coarse:min-h-11"
  >
    <Search aria-hidden className="size-4 shrink-0" />
    <span className="flex-1">Search or do</span>
    <kbd aria-hidden className="rounded-sm border border-line bg-sunken px-1 font-sans text-xs">
      Ctrl K
    </kbd>
  </button>
);
