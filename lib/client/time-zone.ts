/** In whose zone moments are told in full: the browser's, UTC, or any other. A choice of this browser, kept in it. */
import { useSyncExternalStore } from "react";

const KEY = "time-zone";
const listeners = new Set<() => void>();

/** `undefined`: the browser's own zone. */
export function chosenTimeZone(): string | undefined {
  try {
    return window.localStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

export function chooseTimeZone(zone: string | undefined): void {
  try {
    if (zone === undefined) window.localStorage.removeItem(KEY);
    else window.localStorage.setItem(KEY, zone);
  } catch {
    // A browser that keeps nothing shows its own zone.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

/** The choice, in step with other tabs; while the server renders there is none. */
export const useTimeZone = () => useSyncExternalStore(subscribe, chosenTimeZone, () => undefined);

/** The name that charts are cut by. */
export const timeZoneName = (zone: string | undefined) => zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
