"use client";

import X from "lucide-react/icons/x";
import { useEffect, useState, useSyncExternalStore } from "react";
import { failureSentence } from "./load-failed.tsx";

const SHOWN_MS = 5_000;

const UNDO_MS = 10_000;

/** @throws when it is not undone */
type Undo = () => Promise<unknown>;

type Toast = { title: string; description?: string | undefined; onUndo?: Undo | undefined };

/** The toast on show: the latest one, until its time is over. */
const shown = { toast: undefined as Toast | undefined, listeners: new Set<() => void>() };

function show(toast: Toast | undefined) {
  shown.toast = toast;
  for (const notify of shown.listeners) notify();
}

function subscribe(listener: () => void) {
  shown.listeners.add(listener);
  return () => void shown.listeners.delete(listener);
}

/** Says briefly that something is done. Failures stay where they happened instead. */
export const showToast = (title: string, description?: string) => show({ title, description });

/** As `showToast` for what can be undone: the offer stands for ten seconds. An undo that fails is told in its place. */
export const showUndoToast = (title: string, description: string, onUndo: Undo) => show({ title, description, onUndo });

async function undo(onUndo: Undo) {
  show(undefined);
  await onUndo().catch((error: unknown) => showToast("Not undone", failureSentence(error)));
}

/**
 * Where toasts appear: in the room that every page leaves at its end, so that none covers a control for good. Always
 * mounted: an announcement needs its region beforehand.
 */
export function ToastLayer() {
  const toast = useSyncExternalStore(
    subscribe,
    () => shown.toast,
    () => undefined,
  );
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (!toast || isHeld) return;
    const timer = setTimeout(() => show(undefined), toast.onUndo ? UNDO_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast, isHeld]);
  return (
    <section
      aria-label="Notifications"
      aria-live="polite"
      className="fixed inset-x-0 bottom-3 z-60 mx-auto w-fit max-w-[calc(100vw-1.5rem)]"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {toast && (
        <div className="flex items-center gap-2 rounded-lg border border-line bg-raised py-1 ps-4 pe-1 shadow-popup transition duration-150 ease-out starting:translate-y-2 starting:opacity-0">
          <div className="flex min-w-0 flex-1 flex-wrap gap-x-2 py-1 text-sm">
            <p className="font-medium">{toast.title}</p>
            {toast.description && <p className="text-muted">{toast.description}</p>}
          </div>
          {toast.onUndo && (
            <button
              type="button"
              onClick={() => toast.onUndo && void undo(toast.onUndo)}
              className="min-h-8 shrink-0 rounded-md px-2 text-sm font-medium text-accent-ink hover:bg-hover"
            >
              Undo
            </button>
          )}
          <button
            type="button"
            aria-label="Dismiss"
            onClick={() => {
              setHeld(false);
              show(undefined);
            }}
            className="flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
          >
            <X aria-hidden className="size-4" />
          </button>
        </div>
      )}
    </section>
  );
}
