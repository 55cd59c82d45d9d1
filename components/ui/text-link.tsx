import Link from "next/link";
import type { ComponentProps } from "react";
import { cx } from "./cx.ts";

/** A link inside text: underlined, so that it is more than a colour. */
export const TextLink = ({ className, ...rest }: ComponentProps<typeof Link>) => (
  <Link
    {...rest}
    className={cx("text-accent-ink underline decoration-1 underline-offset-3 hover:decoration-2", className)}
  />
);

/** The name of a row in a list: quiet until hovered. */
export const RowLink = ({ className, ...rest }: ComponentProps<typeof Link>) => (
  <Link
    {...rest}
    className={cx(
      "inline-flex min-h-8 max-w-full items-center font-medium text-ink underline-offset-3 hover:underline pointer-coarse:min-h-11",
      className,
    )}
  />
);
