"use client";

import Check from "lucide-react/icons/check";
import Copy from "lucide-react/icons/copy";
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { controlStyle } from "./control-style.ts";
import { cx } from "./cx.ts";

const COPIED_MS = 2_500;

type CopyFieldProps = {
  label: string;
  value: string;
  hint?: string;
  /** Hides the label where a heading beside it says the same. */
  hideLabel?: boolean;
};

/** A value to paste elsewhere. It is a readonly input, so that selecting by hand works without the clipboard. */
export function CopyField({ label, value, hint, hideLabel = false }: CopyFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className={hideLabel ? "sr-only" : "text-sm font-medium"}>
        {label}
      </label>
      <div className="flex min-w-0 gap-2">
        <input
          ref={input}
          id={id}
          readOnly
          value={value}
          spellCheck={false}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onFocus={(event) => event.target.select()}
          className={cx(controlStyle, "bg-sunken! font-mono text-sm!")}
        />
        <CopyButton value={value} what={label} fallback={() => input.current?.select()} />
      </div>
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

type CopyButtonProps = {
  value: string /** What is copied, for assistive technology. */;
  what: string;
  fallback?: () => void;
};

/** Copies, and says so where it was pressed. */
export function CopyButton({ value, what, fallback }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<"idle" | "copied" | "refused">("idle");
  useEffect(() => {
    if (outcome === "idle") return;
    const timer = setTimeout(() => setOutcome("idle"), COPIED_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setOutcome("copied");
    } catch {
      // No permission, or not a secure page: leave it selected for Ctrl-C.
      fallback?.();
      setOutcome("refused");
    }
  };
  const said = { idle: "Copy", copied: "Copied", refused: "Press Ctrl-C" }[outcome];
  return (
    <Button onClick={copy} className="min-w-22">
      {outcome === "copied" ? <Check aria-hidden className="text-good" /> : <Copy aria-hidden />}
      <span aria-live="polite">{said}</span>
      <span className="sr-only">{what}</span>
    </Button>
  );
}
