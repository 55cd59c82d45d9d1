"use client";

import { type ComponentProps, useContext } from "react";
import { controlStyle } from "./control-style.ts";
import { cx } from "./cx.ts";
import { FieldTiesContext } from "./input.tsx";

/** Picks one of a list; inside a `Field` it gets its label, description and error by itself. */
export function Select({ className, ...rest }: ComponentProps<"select">) {
  const ties = useContext(FieldTiesContext);
  return (
    <select
      {...ties}
      data-invalid={ties["aria-invalid"]}
      {...rest}
      className={cx(controlStyle, "select pe-8", className)}
    />
  );
}
