"use client";

import { Input as BaseInput } from "@base-ui/react/input";
import type { ComponentProps } from "react";
import { cx } from "./cx.ts";

export const controlStyle =
  "min-h-8 w-full min-w-0 rounded-md border border-control bg-surface px-2.5 text-base text-ink shadow-control focus-visible:-outline-offset-1 disabled:opacity-55 pointer-coarse:min-h-11 data-invalid:border-bad";

/** A one-line text input; inside a `Field` it gets its label, description and error by itself. */
export const Input = ({
  className,
  ...rest
}: Omit<ComponentProps<typeof BaseInput>, "className"> & { className?: string }) => (
  <BaseInput {...rest} className={cx(controlStyle, className)} />
);
