"use client";

import { cva, type VariantProps } from "class-variance-authority";
import Link from "next/link";
import { type ComponentProps, useId } from "react";
import { cx } from "./cx.ts";
import { Hint } from "./hint.tsx";
import { Spinner } from "./spinner.tsx";

export const buttonStyle = cva(
  [
    "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none",
    "transition-colors duration-100 pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0",
    "disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55",
  ],
  {
    variants: {
      variant: {
        primary:
          "border-transparent bg-accent text-white shadow-control enabled:hover:bg-accent-strong [a&]:hover:bg-accent-strong",
        secondary: "border-control bg-surface text-ink shadow-control enabled:hover:bg-hover [a&]:hover:bg-hover",
        quiet: "border-transparent bg-transparent text-ink enabled:hover:bg-hover [a&]:hover:bg-hover",
        danger: "border-transparent bg-bad-solid text-white shadow-control enabled:hover:bg-bad-strong",
        dangerQuiet: "border-control bg-surface text-bad shadow-control enabled:hover:bg-bad-soft",
      },
      size: { md: "min-h-8 px-3 text-sm", lg: "min-h-10 px-4 text-base" },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

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

/** A link that looks like a button, for going somewhere rather than doing something. */
export function ButtonLink({
  variant,
  size,
  className,
  ...rest
}: ComponentProps<typeof Link> & VariantProps<typeof buttonStyle>) {
  return <Link {...rest} className={cx(buttonStyle({ variant, size }), className)} />;
}
