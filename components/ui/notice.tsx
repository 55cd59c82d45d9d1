import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";
import type { LucideIcon } from "./icon.ts";

const noticeStyle = cva("flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border border-line px-4 py-3 text-sm", {
  variants: {
    tone: {
      good: "bg-good-soft [&>svg]:text-good",
      warn: "bg-warn-soft [&>svg]:text-warn",
      bad: "bg-bad-soft [&>svg]:text-bad",
      info: "bg-accent-soft [&>svg]:text-accent-ink",
      neutral: "bg-sunken [&>svg]:text-muted",
    },
  },
  defaultVariants: { tone: "neutral" },
});

type NoticeProps = VariantProps<typeof noticeStyle> & {
  icon: LucideIcon;
  title: ReactNode;
  /** Read out when it appears. */
  announced?: boolean;
  actions?: ReactNode;
  children?: ReactNode;
};

/** Something the reader should know before going on: what it is, and what can be done. */
export const Notice = ({ icon: Icon, tone, title, announced = false, actions, children }: NoticeProps) => (
  <div role={announced ? "status" : undefined} className={noticeStyle({ tone })}>
    <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
    <div className="min-w-48 flex-1">
      <p className="font-medium">{title}</p>
      {children && <div className="mt-0.5 text-pretty">{children}</div>}
    </div>
    {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
  </div>
);
