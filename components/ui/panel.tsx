import type { ReactNode } from "react";
import { useId } from "react";
import { cx } from "./cx.ts";

/** A framed piece of a page. Tables and lists go straight inside. */
export const Panel = ({ className, children }: { className?: string; children: ReactNode }) => (
  <div className={cx("min-w-0 overflow-hidden rounded-lg border border-line bg-surface shadow-panel", className)}>
    {children}
  </div>
);

type SectionProps = {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** A panel with its own heading. */
export function Section({ title, description, actions, className, children }: SectionProps) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      className={cx("min-w-0 overflow-hidden rounded-lg border border-line bg-surface shadow-panel", className)}
    >
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-2.5">
        <div className="min-w-0">
          <h2 id={titleId} className="text-base font-semibold">
            {title}
          </h2>
          {description && <p className="text-sm text-muted">{description}</p>}
        </div>
        {actions}
      </header>
      {children}
    </section>
  );
}

/** Name and value pairs: two columns, or one where it is narrow. */
export const Facts = ({ children }: { children: ReactNode }) => (
  <dl className="grid grid-cols-1 text-sm sm:grid-cols-[minmax(8rem,auto)_1fr] [&>div]:contents">{children}</dl>
);

export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt className="px-4 pt-2 text-muted sm:pb-2">{name}</dt>
    <dd className="min-w-0 px-4 pb-2 break-words sm:pt-2">{children}</dd>
  </div>
);
