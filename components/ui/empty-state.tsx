import type { ReactNode } from "react";
import type { LucideIcon } from "./icon.ts";

type EmptyStateProps = { icon: LucideIcon; title: string; children?: ReactNode; action?: ReactNode };

/** Why there is nothing here, and the next step. */
export const EmptyState = ({ icon: Icon, title, children, action }: EmptyStateProps) => (
  <div className="flex flex-col items-center gap-1 px-6 py-14 text-center">
    <Icon aria-hidden className="mb-2 size-6 text-faint" strokeWidth={1.5} />
    <h2 className="text-base font-semibold">{title}</h2>
    {children && <div className="max-w-md text-sm text-pretty text-muted">{children}</div>}
    {action && <div className="mt-4">{action}</div>}
  </div>
);
