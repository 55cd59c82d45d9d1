/** Which layer of the keyboard is open, for the buttons and keys that open it from anywhere. */
import { useSyncExternalStore } from "react";

export type KeyboardLayer = "palette" | "shortcuts" | "help";

const open = { layer: undefined as KeyboardLayer | undefined, listeners: new Set<() => void>() };

/** Opens a layer in place of the one that is open, or closes it. */
export function setLayer(layer: KeyboardLayer | undefined) {
  open.layer = layer;
  for (const notify of open.listeners) notify();
}

function subscribe(listener: () => void) {
  open.listeners.add(listener);
  return () => void open.listeners.delete(listener);
}

export const useLayer = () =>
  useSyncExternalStore(
    subscribe,
    () => open.layer,
    () => undefined,
  );
