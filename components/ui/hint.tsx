"use client";

import {
  cloneElement,
  type HTMLAttributes,
  type ReactElement,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useSyncExternalStore,
} from "react";

type Shown = { anchor: HTMLElement; text: string };

const OPEN_MS = 250;
/** Long enough to move the pointer onto the hint (WCAG 1.4.13). */
const CLOSE_MS = 150;
const GAP = 6;

/** One hint for the whole page: a table with a hundred times does not mount a hundred of them. */
const hint = {
  shown: undefined as Shown | undefined,
  timer: undefined as ReturnType<typeof setTimeout> | undefined,
  listeners: new Set<() => void>(),
};

function setHint(shown: Shown | undefined, afterMs = 0) {
  clearTimeout(hint.timer);
  const change = () => {
    hint.shown = shown;
    for (const notify of hint.listeners) notify();
  };
  if (afterMs === 0) change();
  else hint.timer = setTimeout(change, afterMs);
}

function subscribe(listener: () => void) {
  hint.listeners.add(listener);
  return () => void hint.listeners.delete(listener);
}

type HintProps = { text: string | (() => string); children: ReactElement<HTMLAttributes<HTMLElement>> };

/**
 * Adds a few words to a control on hover and on keyboard focus. Decoration: the words must also be reachable
 * otherwise. A function is asked only when the hint opens, in the browser.
 */
export function Hint({ text, children }: HintProps) {
  const open = (anchor: HTMLElement, afterMs: number) =>
    setHint({ anchor, text: typeof text === "function" ? text() : text }, afterMs);
  return cloneElement(children, {
    onPointerEnter: ({ currentTarget, pointerType }) => pointerType !== "touch" && open(currentTarget, OPEN_MS),
    onPointerLeave: () => setHint(undefined, CLOSE_MS),
    onPointerDown: () => setHint(undefined),
    onFocus: ({ currentTarget }) => currentTarget.matches(":focus-visible") && open(currentTarget, 0),
    onBlur: () => setHint(undefined),
  });
}

/** Where hints appear; mounted once, around nothing. A popover, so that it lies above dialogs too. */
export function HintLayer() {
  const id = useId();
  const popup = useRef<HTMLDivElement>(null);
  const shown = useSyncExternalStore(
    subscribe,
    () => hint.shown,
    () => undefined,
  );
  useLayoutEffect(() => {
    if (!shown?.anchor.isConnected || !popup.current) return;
    popup.current.showPopover();
    place(popup.current, shown.anchor);
    return tie(shown.anchor, id);
  }, [shown, id]);
  useEffect(() => (shown ? closeWhenLeft(shown.anchor) : undefined), [shown]);
  if (!shown) return null;
  return (
    <div
      ref={popup}
      id={id}
      role="tooltip"
      popover="manual"
      onPointerEnter={() => setHint(shown)}
      onPointerLeave={() => setHint(undefined, CLOSE_MS)}
      className="fixed inset-auto m-0 w-max max-w-72 rounded-md border border-line bg-raised px-2 py-1 text-xs text-ink shadow-popup transition-opacity duration-100 starting:opacity-0"
    >
      {shown.text}
    </div>
  );
}

/** Above the anchor, or below it where there is no room, and never over the edge of the screen. */
function place(popup: HTMLElement, anchor: HTMLElement) {
  const from = anchor.getBoundingClientRect();
  const { width, height } = popup.getBoundingClientRect();
  const top = from.top - GAP - height;
  const left = from.left + from.width / 2 - width / 2;
  const rightmost = document.documentElement.clientWidth - width - GAP;
  popup.style.top = `${top < GAP ? from.bottom + GAP : top}px`;
  popup.style.left = `${Math.max(GAP, Math.min(left, rightmost))}px`;
}

/** Ties the hint to its anchor, unless the anchor is described by something lasting already. */
function tie(anchor: HTMLElement, id: string) {
  if (anchor.hasAttribute("aria-describedby")) return;
  anchor.setAttribute("aria-describedby", id);
  return () => anchor.removeAttribute("aria-describedby");
}

/** Esc dismisses it, what scrolls moves away from it, and an anchor that is gone tells nobody that it was left. */
function closeWhenLeft(anchor: HTMLElement) {
  const leaving = new AbortController();
  const options = { capture: true, signal: leaving.signal };
  document.addEventListener("keydown", ({ key }) => key === "Escape" && setHint(undefined), options);
  document.addEventListener("pointermove", () => anchor.isConnected || setHint(undefined), options);
  document.addEventListener("scroll", () => setHint(undefined), options);
  return () => leaving.abort();
}
