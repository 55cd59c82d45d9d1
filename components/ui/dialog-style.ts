/** The cross in the corner of dialogs and drawers. */
export const closeStyle =
  "absolute end-3 top-3.5 flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink pointer-coarse:size-11";
