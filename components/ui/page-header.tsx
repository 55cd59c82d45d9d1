import ChevronRight from "lucide-react/icons/chevron-right";
import Link from "next/link";
import type { ReactNode } from "react";

type PageHeaderProps = {
  title: string;
  /** One line: what this page is for. */
  purpose: ReactNode;
  /** Where this page hangs, outermost first; without itself. */
  trail?: readonly { label: string; href: string }[];
  actions?: ReactNode;
};

/** Breadcrumbs, the page's one `h1`, its purpose and its main action. */
export const PageHeader = ({ title, purpose, trail = [], actions }: PageHeaderProps) => (
  <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 pb-5">
    <div className="min-w-0">
      {trail.length > 0 && (
        <nav aria-label="Breadcrumbs">
          <ol className="-ms-1 flex flex-wrap items-center text-sm text-muted">
            {trail.map(({ label, href }, depth) => (
              <li key={href} className="flex min-w-0 items-center">
                {depth > 0 && <ChevronRight aria-hidden className="size-3.5 shrink-0 text-faint rtl:rotate-180" />}
                <Link
                  href={href}
                  className="inline-flex min-h-8 items-center rounded-sm px-1 break-words hover:text-ink hover:underline"
                >
                  {label}
                </Link>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <h1 className="text-xl font-semibold tracking-tight break-words">{title}</h1>
      <p className="max-w-2xl text-pretty text-muted">{purpose}</p>
    </div>
    {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
  </header>
);
