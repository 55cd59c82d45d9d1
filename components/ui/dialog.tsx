"use client";

import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import X from "lucide-react/icons/x";
import type { ReactNode, RefObject } from "react";
import { cx } from "./cx.ts";
import { closeStyle, scrimStyle } from "./dialog-style.ts";
import { useDialogFocus } from "./use-dialog-focus.ts";

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** Holds the dialog open against Esc, a click beside it and the cross: only `onOpenChange` from within closes it. */
  held?: boolean;
  initialFocus?: RefObject<HTMLElement | null>;
  className?: string;
};

/** A dialog in the middle of the page; on a phone it rests on the lower edge. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  held = false,
  initialFocus,
  className,
}: DialogProps) {
  const focus = useDialogFocus(initialFocus);
  return (
    <BaseDialog.Root
      open={open}
      onOpenChange={(next) => (next || !held) && onOpenChange(next)}
      disablePointerDismissal={held}
    >
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={scrimStyle} />
        <BaseDialog.Viewport className="fixed inset-0 z-40 flex items-end justify-center overflow-y-auto overscroll-contain sm:items-start sm:p-6 sm:pt-[8vh]">
          <BaseDialog.Popup
            {...focus}
            className={cx(
              "relative w-full max-w-lg rounded-t-xl border border-line bg-raised shadow-dialog transition duration-150 ease-out sm:rounded-xl",
              "data-ending-style:translate-y-2 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0",
              className,
            )}
          >
            <header className="px-5 pt-5 pe-14">
              <BaseDialog.Title className="text-lg font-semibold">{title}</BaseDialog.Title>
              {description && (
                <BaseDialog.Description className="mt-1 text-sm text-muted">{description}</BaseDialog.Description>
              )}
            </header>
            {children}
            {!held && (
              <BaseDialog.Close aria-label="Close" className={closeStyle}>
                <X aria-hidden className="size-4" />
              </BaseDialog.Close>
            )}
          </BaseDialog.Popup>
        </BaseDialog.Viewport>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** What the dialog is about. */
export const DialogBody = ({ className, children }: { className?: string; children: ReactNode }) => (
  <div className={cx("flex flex-col gap-4 px-5 py-4", className)}>{children}</div>
);

/** Its buttons: the one that goes on comes last. */
export const DialogActions = ({ children }: { children: ReactNode }) => (
  <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3.5">{children}</footer>
);

type SheetProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children: ReactNode;
};

/** The navigation of narrow screens, along the near edge. Menus open above it. */
export const Sheet = ({ open, onOpenChange, title, children }: SheetProps) => (
  <BaseDialog.Root open={open} onOpenChange={onOpenChange}>
    <BaseDialog.Portal>
      <BaseDialog.Backdrop className={scrimStyle} />
      <BaseDialog.Popup
        className={cx(
          "fixed inset-y-0 start-0 z-40 flex w-72 max-w-[calc(100vw-3rem)] flex-col overflow-y-auto overscroll-contain border-e border-line bg-raised shadow-dialog transition-transform duration-200 ease-out",
          "data-ending-style:-translate-x-full data-starting-style:-translate-x-full rtl:data-ending-style:translate-x-full rtl:data-starting-style:translate-x-full",
        )}
      >
        <BaseDialog.Title className="px-5 pt-4 pe-14 text-lg font-semibold">{title}</BaseDialog.Title>
        {children}
        <BaseDialog.Close aria-label="Close" className={closeStyle}>
          <X aria-hidden className="size-4" />
        </BaseDialog.Close>
      </BaseDialog.Popup>
    </BaseDialog.Portal>
  </BaseDialog.Root>
);
