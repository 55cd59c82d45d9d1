"use client";

import type { VariantProps } from "class-variance-authority";
import { type ComponentProps, useId } from "react";
import { buttonStyle } from "./button-style.ts";
import { cx } from "./cx.ts";
import { Hint } from "./hint.tsx";
import { Spinner } from "./spinner.tsx";

type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof buttonStyle> & {
    /** Under way: shows a spinner and takes no second click. */
    busy?: boolean;
    /** Why the viewer may not press it. The button stays reachable, so that the reason can be read. */
    blocked?: string | undefined;
  };

/** The button of the whole dashboard. */
export function Button({
  variant,
  size,
  busy = false,
  blocked,
  className,
  children,
  type = "button",
  ...rest
}: ButtonProps) {
  const style = cx(buttonStyle({ variant, size }), className);
  if (blocked) {
    return (
      <BlockedButton reason={blocked} className={style}>
        {children}
      </BlockedButton>
    );
  }
  return (
    <button {...rest} type={type} className={style} disabled={rest.disabled || busy} aria-busy={busy || undefined}>
      {busy && <Spinner />}
      {children}
    </button>
  );
}

function BlockedButton({
  reason,
  className,
  children,
}: {
  reason: string;
  className: string;
  children: React.ReactNode;
}) {
  const reasonId = useId();
  return (
    <>
      <Hint text={reason}>
        <button type="button" aria-disabled="true" aria-describedby={reasonId} className={className}>
          {children}
        </button>
      </Hint>
      <span id={reasonId} hidden>
        {reason}
      </span>
    </>
  );
}
