"use client";

import { notifyManager, type QueryClient, useQueryClient } from "@tanstack/react-query";
import CloudOff from "lucide-react/icons/cloud-off";
import { useCallback, useSyncExternalStore } from "react";
import { RequestFailed } from "#lib/client/request.ts";

/** Something on screen could not be read again, and no refusal is the reason: the server or the line is down. */
const isStale = (cache: QueryClient) =>
  cache
    .getQueryCache()
    .findAll({ type: "active" })
    .some(({ state: { status, data, error } }) => {
      const isDown = error instanceof RequestFailed && (error.status === 0 || error.status >= 500);
      return status === "error" && data !== undefined && isDown;
    });

/** Says that what is shown may be old, for as long as it may be. */
export function StaleNotice() {
  const cache = useQueryClient();
  const subscribe = useCallback(
    (listener: () => void) => cache.getQueryCache().subscribe(notifyManager.batchCalls(listener)),
    [cache],
  );
  const stale = useSyncExternalStore(
    subscribe,
    () => isStale(cache),
    () => false,
  );
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 bottom-4 z-30 flex justify-center px-4">
      {stale && (
        <p className="flex items-center gap-2 rounded-full border border-line bg-warn-soft px-4 py-1.5 text-sm text-warn shadow-popup">
          <CloudOff aria-hidden className="size-4 shrink-0" />
          The server cannot be reached. What you see may be old; trying again.
        </p>
      )}
    </div>
  );
}
