"use client";

import { type ComponentProps, createContext, useContext } from "react";
import { cx } from "./cx.ts";

export const controlStyle =
  "min-h-8 w-full min-w-0 rounded-md border border-control bg-surface px-2.5 text-base text-ink shadow-control focus-visible:-outline-offset-1 disabled:opacity-55 pointer-coarse:min-h-11 data-invalid:border-bad";

/** What a `Field` tells the control inside it. */
type FieldTies = { id?: string; "aria-describedby"?: string | undefined; "aria-invalid"?: true | undefined };

export const FieldTiesContext = createContext<FieldTies>({});

/** A one-line text input; inside a `Field` it gets its label, description and error by itself. */
export function Input({ className, type = "text", ...rest }: ComponentProps<"input">) {
  const ties = useContext(FieldTiesContext);
  return (
    <input
      {...ties}
      type={type}
      data-invalid={ties["aria-invalid"]}
      {...rest}
      className={cx(controlStyle, className)}
    />
  );
}
