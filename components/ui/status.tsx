import { cva, type VariantProps } from "class-variance-authority";
import { cx } from "./cx.ts";
import type { LucideIcon } from "./icon.ts";

const statusStyle = cva(
  "inline-flex items-center gap-1.5 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap",
  {
    variants: {
      tone: {
        good: "bg-good-soft text-good",
        warn: "bg-warn-soft text-warn",
        bad: "bg-bad-soft text-bad",
        info: "bg-accent-soft text-accent-ink",
        neutral: "bg-selected text-muted",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

type StatusProps = VariantProps<typeof statusStyle> & { icon: LucideIcon; className?: string; children: string };

/** A state: always an icon, a word and a colour, never the colour alone. */
export const Status = ({ tone, icon: Icon, className, children }: StatusProps) => (
  <span className={cx(statusStyle({ tone }), className)}>
    <Icon aria-hidden className="size-3.5 shrink-0" />
    {children}
  </span>
);

/** A plain label, such as a role or a type. */
export const Badge = ({ className, children }: { className?: string; children: React.ReactNode }) => (
  <span
    className={cx(
      "inline-flex items-center rounded-sm border border-line bg-sunken px-1.5 text-xs whitespace-nowrap text-muted",
      className,
    )}
  >
    {children}
  </span>
);
