"use client";

import { Field as BaseField } from "@base-ui/react/field";
import type { ReactNode } from "react";

type FieldProps = {
  label: string;
  description?: ReactNode;
  /** What is wrong, in words; `undefined` when nothing is. */
  error?: string | undefined;
  children: ReactNode;
};

/** Label, control, help and error, tied together for assistive technology. */
export const Field = ({ label, description, error, children }: FieldProps) => (
  <BaseField.Root invalid={error !== undefined} className="flex flex-col gap-1.5">
    <BaseField.Label className="text-sm font-medium">{label}</BaseField.Label>
    {children}
    {description && <BaseField.Description className="text-sm text-muted">{description}</BaseField.Description>}
    <BaseField.Error match={error !== undefined} className="text-sm text-bad">
      {error}
    </BaseField.Error>
  </BaseField.Root>
);
