"use client";

import MenuIcon from "lucide-react/icons/menu";
import Search from "lucide-react/icons/search";
import dynamic from "next/dynamic";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { Mark } from "./brand.tsx";
import { HelpButton } from "./help/help-button.tsx";
import { setLayer } from "./palette/layer-state.ts";
import type { SidebarProps } from "./sidebar.tsx";

const MobileDrawer = dynamic(() => import("./mobile-drawer.tsx").then((file) => file.MobileDrawer));

/** The top bar of narrow screens; its button opens the sidebar as a drawer. */
export function MobileBar(sidebar: SidebarProps) {
  const [open, setOpen] = useState(false);
  // Fetched with the first opening, then kept, so that it can close as it opened.
  const [wasOpened, setWasOpened] = useState(false);
  if (open && !wasOpened) setWasOpened(true);
  const pathname = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: arriving somewhere else is what closes the drawer.
  useEffect(() => setOpen(false), [pathname]);
  return (
    <header className="sticky top-0 z-30 flex h-13 items-center gap-2 border-b border-line bg-canvas px-2 lg:hidden">
      <button
        type="button"
        aria-label="Open navigation"
        aria-expanded={open}
        onClick={() => setOpen(true)}
        className="flex size-11 items-center justify-center rounded-md hover:bg-hover"
      >
        <MenuIcon aria-hidden className="size-5" />
      </button>
      <Mark />
      <p className="min-w-0 truncate text-sm font-medium">
        {sidebar.directory?.name ?? sidebar.organization?.name ?? "Rollcall"}
      </p>
      {sidebar.organization && (
        <button
          type="button"
          aria-label="Search or do"
          onClick={() => setLayer("palette")}
          className="ms-auto flex size-11 shrink-0 items-center justify-center rounded-md hover:bg-hover"
        >
          <Search aria-hidden className="size-5" />
        </button>
      )}
      {sidebar.organization && <HelpButton className="size-11" />}
      {wasOpened && <MobileDrawer open={open} onOpenChange={setOpen} sidebar={sidebar} />}
    </header>
  );
}
