"use client";

import type { ComponentProps } from "react";
import { controlStyle } from "./control-style.ts";
import { cx } from "./cx.ts";

type InlineSelectProps = Omit<ComponentProps<"select">, "onChange"> & {
  /** Names it for assistive technology. */
  label: string;
  onChange: (value: string) => void;
};

/** The browser's own choice of one: works with every keyboard, screen reader and phone. */
export const InlineSelect = ({ label, onChange, className, ...rest }: InlineSelectProps) => (
  <select
    aria-label={label}
    {...rest}
    onChange={(event) => onChange(event.target.value)}
    className={cx(controlStyle, "w-auto! max-w-full pe-7 text-sm", className)}
  />
);
