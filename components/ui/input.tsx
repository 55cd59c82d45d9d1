"use client";

import { type ChangeEvent, type ComponentProps, createContext, useContext, useImperativeHandle, useRef } from "react";
import { controlStyle } from "./control-style.ts";
import { cx } from "./cx.ts";
import { useTypedEarly } from "./use-typed-early.ts";

/** What a `Field` tells the control inside it. */
type FieldTies = { id?: string; "aria-describedby"?: string | undefined; "aria-invalid"?: true | undefined };

export const FieldTiesContext = createContext<FieldTies>({});

/** A one-line text input; inside a `Field` it gets its label, description and error by itself. */
export function Input({ className, type = "text", ref, ...rest }: ComponentProps<"input">) {
  const ties = useContext(FieldTiesContext);
  const field = useRef<HTMLInputElement>(null);
  useImperativeHandle(ref, () => field.current as HTMLInputElement, []);
  useTypedEarly(field, rest.value, (target) =>
    rest.onChange?.({ target, currentTarget: target } as ChangeEvent<HTMLInputElement>),
  );
  return (
    <input
      {...ties}
      type={type}
      data-invalid={ties["aria-invalid"]}
      {...rest}
      ref={field}
      className={cx(controlStyle, className)}
    />
  );
}
