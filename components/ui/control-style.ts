/** Of everything that is typed into or chosen from; a file of its own, because pages made on the server use it too. */
export const controlStyle =
  "min-h-8 w-full min-w-0 rounded-md border border-control bg-surface px-2.5 text-base text-ink shadow-control focus-visible:-outline-offset-1 disabled:opacity-55 pointer-coarse:min-h-11 data-invalid:border-bad";
