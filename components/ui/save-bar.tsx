"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import { Button } from "./button.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";

type SaveBarProps = {
  /** How many changes wait; the bar is there while it is more than none. */
  changes: number;
  /** Said after the count, such as how many errors stand in the way. */
  note?: ReactNode;
  /** Ctrl/Cmd-S. The buttons that save are among `children`. */
  onSave: () => void;
  onDiscard: () => void;
  busy?: boolean;
  children: ReactNode;
};

/** Along the lower edge while something is not saved yet; leaving the page asks first. */
export function SaveBar({ changes, note, onSave, onDiscard, busy = false, children }: SaveBarProps) {
  const unsaved = changes > 0;
  const save = useEffectEvent(() => busy || onSave());
  useEffect(() => {
    if (!unsaved) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      save();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [unsaved]);
  return (
    <>
      <p role="status" className="sr-only">
        {unsaved ? inWords(changes) : ""}
      </p>
      <LeaveGuard active={unsaved} />
      {unsaved && (
        <section
          aria-label="Unsaved changes"
          className="save-bar sticky bottom-0 z-20 -mx-1 mt-5 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-t-lg border border-b-0 border-line bg-raised px-4 py-2.5 shadow-popup"
        >
          <p className="text-sm">
            <span className="font-medium">{inWords(changes)}</span>
            {note && <span className="ms-2 text-muted">{note}</span>}
          </p>
          <div className="flex flex-wrap gap-2">
            <Button variant="quiet" onClick={onDiscard} disabled={busy}>
              Discard
            </Button>
            {children}
          </div>
        </section>
      )}
    </>
  );
}

const inWords = (changes: number) => (changes === 1 ? "1 unsaved change" : `${changes} unsaved changes`);

/** Asks before a link, the back button or a closed tab takes what is not saved. */
function LeaveGuard({ active }: { active: boolean }) {
  const router = useRouter();
  const [leaveFor, setLeaveFor] = useState<URL>();
  useEffect(() => {
    if (!active) return;
    const guard = new AbortController();
    const { signal } = guard;
    window.addEventListener("beforeunload", (event) => event.preventDefault(), { signal });
    // Before Next's own handler of the link.
    document.addEventListener("click", (event) => holdLink(event, setLeaveFor), { signal, capture: true });
    window.navigation?.addEventListener("navigate", (event) => holdTraversal(event, setLeaveFor), { signal });
    return () => guard.abort();
  }, [active]);
  return (
    <ConfirmDialog
      open={leaveFor !== undefined}
      onOpenChange={(open) => open || setLeaveFor(undefined)}
      title="Leave without saving?"
      effect="Your changes are not saved yet. They are kept as a draft in this tab until you close it."
      confirmLabel="Leave"
      busy={false}
      onConfirm={() => {
        const wanted = leaveFor;
        setLeaveFor(undefined);
        if (wanted) router.push(wanted.pathname + wanted.search + wanted.hash);
      }}
    />
  );
}

const leavesPage = (url: URL) => url.origin === window.location.origin && url.pathname !== window.location.pathname;

function holdLink(event: MouseEvent, hold: (url: URL) => void) {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
  if (!link?.href || link.target || link.download || elsewhere) return;
  const url = new URL(link.href);
  if (!leavesPage(url)) return;
  event.preventDefault();
  event.stopPropagation();
  hold(url);
}

/** Back and forward; a link is held before it gets this far, and what code asks for has asked already. */
function holdTraversal(event: NavigateEvent, hold: (url: URL) => void) {
  if (event.navigationType !== "traverse" || !event.cancelable) return;
  const url = new URL(event.destination.url);
  if (!leavesPage(url)) return;
  event.preventDefault();
  hold(url);
}
