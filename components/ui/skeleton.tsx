import { cx } from "./cx.ts";

/** Grey space of the size of what will come. */
export const Skeleton = ({ className }: { className?: string }) => (
  <span
    aria-hidden
    className={cx("block h-4 animate-skeleton rounded-sm bg-selected motion-reduce:animate-none", className)}
  />
);

/** A list that is on its way; says so once, in words, for assistive technology. */
export const SkeletonRows = ({ what, rows = 6 }: { what: string; rows?: number }) => (
  <div aria-busy="true" className="divide-y divide-line rounded-lg border border-line bg-surface">
    <span role="status" className="sr-only">
      Loading {what}
    </span>
    {Array.from({ length: rows }, (_, row) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: these rows have no identity and never move.
      <div key={row} className="flex items-center gap-4 px-4 py-3.5">
        <Skeleton className="w-2/5" />
        <Skeleton className="w-1/5" />
        <Skeleton className="ms-auto w-16" />
      </div>
    ))}
  </div>
);
