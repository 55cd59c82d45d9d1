/** The cross in the corner of dialogs and drawers. */
export const closeStyle =
  "absolute end-3 top-3.5 flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink pointer-coarse:size-11";

/** What lies between a dialog and the page. */
export const scrimStyle =
  "fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0";
