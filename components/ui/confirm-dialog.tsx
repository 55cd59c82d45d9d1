"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";

const ConfirmQuestion = dynamic(() => import("./confirm-question.tsx").then((file) => file.ConfirmQuestion));

export type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What will happen, with numbers. */
  effect: ReactNode;
  confirmLabel: string;
  tone?: "primary" | "danger";
  /** For what cannot be undone: this has to be typed first. */
  typeToConfirm?: string;
  /** Something milder to do instead: a button at the near edge. */
  instead?: ReactNode;
  busy: boolean;
  /** Why it did not work, in words. */
  error?: string | undefined;
  onConfirm: () => void;
};

/** Asks before something costly. The focus starts on Cancel. Once opened it stays, so that it can close as it opened. */
export function ConfirmDialog(question: ConfirmDialogProps) {
  const [wasOpened, setWasOpened] = useState(false);
  if (question.open && !wasOpened) setWasOpened(true);
  return wasOpened ? <ConfirmQuestion {...question} /> : null;
}
