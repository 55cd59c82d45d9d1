"use client";

import { Button } from "./button.tsx";

type LoadMoreProps = {
  /** Completes "12 of 340 …"; plural. */
  what: string;
  shown: number;
  total?: number;
  hasMore: boolean;
  busy: boolean;
  onMore: () => void;
};

/** The end of a list: how much of it is here, and the rest on request. */
export const LoadMore = ({ what, shown, total, hasMore, busy, onMore }: LoadMoreProps) => (
  <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-2">
    <p role="status" className="min-h-8 content-center text-sm text-muted tabular-nums">
      {total === undefined
        ? `${shown.toLocaleString("en")} ${what}`
        : `${shown.toLocaleString("en")} of ${total.toLocaleString("en")} ${what}`}
    </p>
    {hasMore && (
      <Button busy={busy} onClick={onMore}>
        Load more
      </Button>
    )}
  </div>
);
