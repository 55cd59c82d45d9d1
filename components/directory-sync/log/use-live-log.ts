"use client";

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { logQuery } from "#lib/client/directory-sync.ts";
import { newEntries, newestLogQuery, withNewest } from "#lib/client/newest-log.ts";
import type { LogFilterWords } from "#lib/contract/log.ts";

type LiveLog = {
  directoryId: string;
  filters: LogFilterWords;
  paused: boolean;
  /** Someone is reading: what is on screen must not move. */
  isReading: () => boolean;
};

/** The log with its live end: new entries join by themselves, or wait while someone reads. */
export function useLiveLog({ directoryId, filters, paused, isReading }: LiveLog) {
  const cache = useQueryClient();
  const options = logQuery(directoryId, filters);
  // The list itself asks only when told to; the small query beside it does the looking.
  const list = useInfiniteQuery({
    ...options,
    refetchInterval: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const shown = list.isPlaceholderData ? undefined : list.data;
  const newest = useQuery({ ...newestLogQuery(directoryId, filters), enabled: !paused && shown !== undefined });
  const [isHolding, setIsHolding] = useState(false);

  const arrived = shown && newest.data ? newEntries(shown, newest.data) : undefined;
  const count = arrived?.entries.length ?? 0;

  const showNew = () => {
    setIsHolding(false);
    cache.setQueryData(options.queryKey, (old) => old && newest.data && withNewest(old, newest.data));
  };
  const latest = useRef({ count, isReading, showNew });
  latest.current = { count, isReading, showNew };

  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is looked at once, when it arrives.
  useEffect(() => {
    const now = latest.current;
    if (now.count > 0 && !now.isReading()) now.showNew();
    else setIsHolding(now.count > 0);
  }, [newest.dataUpdatedAt, shown]);

  return {
    list,
    waiting: isHolding && arrived ? { count, more: arrived.more } : undefined,
    showNew,
    isInterrupted: newest.isError,
  };
}
