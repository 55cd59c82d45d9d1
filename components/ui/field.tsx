"use client";

import { type ReactNode, useId } from "react";
import { FieldTiesContext } from "./input.tsx";

type FieldProps = {
  label: string;
  description?: ReactNode;
  /** What is wrong, in words; `undefined` when nothing is. */
  error?: string | undefined;
  children: ReactNode;
};

/** Label, control, help and error, tied together for assistive technology. */
export function Field({ label, description, error, children }: FieldProps) {
  const id = useId();
  const notes = [description && `${id}-description`, error !== undefined && `${id}-error`].filter(Boolean).join(" ");
  const ties = {
    id,
    "aria-describedby": notes || undefined,
    "aria-invalid": error === undefined ? undefined : (true as const),
  };
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <FieldTiesContext value={ties}>{children}</FieldTiesContext>
      {description && (
        <p id={`${id}-description`} className="text-sm text-muted">
          {description}
        </p>
      )}
      {error !== undefined && (
        <div id={`${id}-error`} className="text-sm text-bad">
          {error}
        </div>
      )}
    </div>
  );
}
