"use client";

import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useId } from "react";
import { cx } from "#components/ui/cx.ts";
import type { LucideIcon } from "#components/ui/icon.ts";

/** A list of links, with a name where it needs one. */
export function NavGroup({ title, children }: { title?: string; children: ReactNode }) {
  const titleId = useId();
  return (
    <div>
      {title && (
        <p id={titleId} className="px-2 pb-1 text-xs text-muted">
          {title}
        </p>
      )}
      <ul aria-labelledby={title ? titleId : undefined} className="flex flex-col gap-px">
        {children}
      </ul>
    </div>
  );
}

type NavLinkProps = {
  href: string;
  icon: LucideIcon /** Only this very page, not the ones beneath it. */;
  exact?: boolean;
  children: ReactNode;
};

/** One place to go; marked when it is where one is. */
export function NavLink({ href, icon: Icon, exact = false, children }: NavLinkProps) {
  const pathname = usePathname();
  const here = pathname === href || (!exact && pathname.startsWith(`${href}/`));
  return (
    <li>
      <Link
        href={href}
        aria-current={here ? "page" : undefined}
        className={cx(
          "flex min-h-8 items-center gap-2 rounded-md px-2 text-sm transition-colors focus-visible:-outline-offset-2 pointer-coarse:min-h-11",
          here ? "bg-selected font-medium text-ink" : "text-muted hover:bg-hover hover:text-ink",
        )}
      >
        <Icon aria-hidden className={cx("size-4 shrink-0", here && "text-accent-ink")} />
        {children}
        <OnItsWay />
      </Link>
    </li>
  );
}

/** A dot while the page behind the link is being fetched, shown only when that takes a moment. */
function OnItsWay() {
  const { pending } = useLinkStatus();
  return (
    <span
      aria-hidden
      className={cx(
        "ms-auto size-1.5 rounded-full bg-accent-ink transition-opacity",
        pending ? "animate-pulse-soft opacity-100 delay-200" : "opacity-0",
      )}
    />
  );
}
