"use client";

import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import { absoluteTime, relativeTime } from "#lib/client/time-in-words.ts";
import { chosenTimeZone } from "#lib/client/time-zone.ts";
import { Hint } from "./hint.tsx";

const TICK_MS = 5_000;

/** One clock for the page, running only while something shows a time. */
const clock = {
  now: 0,
  listeners: new Set<() => void>(),
  timer: undefined as ReturnType<typeof setInterval> | undefined,
};

function subscribe(listener: () => void) {
  clock.listeners.add(listener);
  clock.timer ??= setInterval(() => {
    clock.now = Date.now();
    for (const notify of clock.listeners) notify();
  }, TICK_MS);
  return () => {
    clock.listeners.delete(listener);
    if (clock.listeners.size > 0) return;
    clearInterval(clock.timer);
    clock.timer = undefined;
    clock.now = 0;
  };
}

const currentTime = () => {
  clock.now ||= Date.now();
  return clock.now;
};

const ServerTime = createContext(0);

/** The server's moment of rendering: the first paint in the browser says the same words, then the clock takes over. */
export const ServerTimeProvider = ({ now, children }: { now: number; children: ReactNode }) => (
  <ServerTime value={now}>{children}</ServerTime>
);

/** "3 minutes ago", in step with the clock. */
export function useRelativeTime(at: string): string {
  const serverNow = useContext(ServerTime);
  return useSyncExternalStore(
    subscribe,
    () => relativeTime(at, currentTime()),
    () => relativeTime(at, serverNow),
  );
}

/** A moment, told relative to now; hover or focus shows it in full. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const text = useRelativeTime(at);
  return (
    <Hint text={() => absoluteTime(at, chosenTimeZone())}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the full date must be reachable by keyboard. */}
      <time dateTime={at} tabIndex={0} className={className ?? "rounded-sm whitespace-nowrap"}>
        {text}
      </time>
    </Hint>
  );
}
