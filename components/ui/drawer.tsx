"use client";

import X from "lucide-react/icons/x";
import { type PointerEvent, type ReactNode, useEffect, useId, useRef } from "react";
import { closeStyle } from "./dialog-style.ts";

type DrawerProps = { open: boolean; onClose: () => void; title: string; children: ReactNode };

/**
 * The details of a row, along the far edge, while the page behind stays in place. The browser's own <dialog> keeps and
 * returns the focus: an address may open it at once, and it must not bring a library along.
 */
export function Drawer({ open, onClose, title, children }: DrawerProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    if (open && !dialog.current?.open) {
      keepScrollbarRoom();
      dialog.current?.showModal();
    }
    if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={() => open && onClose()}
      onPointerDown={(event) => isBeside(event) && onClose()}
      className="drawer fixed inset-y-0 start-auto end-0 h-dvh max-h-none w-full max-w-2xl flex-col overflow-y-auto overscroll-contain border-s border-line bg-raised text-ink shadow-dialog open:flex"
    >
      <h2 id={titleId} className="px-5 pt-4 pe-14 text-lg font-semibold">
        {title}
      </h2>
      {children}
      <button type="button" aria-label="Close" onClick={onClose} className={closeStyle}>
        <X aria-hidden className="size-4" />
      </button>
    </dialog>
  );
}

/** The page stops scrolling meanwhile and loses its scrollbar: what it took is left free, under the scrim. */
function keepScrollbarRoom(): void {
  const { documentElement: root } = document;
  root.style.setProperty("--scrollbar", `${window.innerWidth - root.clientWidth}px`);
}

/** Whether the backdrop was pressed: it counts as the dialog, outside of its box. */
function isBeside({ target, currentTarget, clientX }: PointerEvent<HTMLDialogElement>): boolean {
  const { left, right } = currentTarget.getBoundingClientRect();
  return target === currentTarget && (clientX < left || clientX > right);
}
