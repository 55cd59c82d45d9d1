"use client";

import MenuIcon from "lucide-react/icons/menu";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { Sheet } from "#components/ui/dialog.tsx";
import { Mark } from "./brand.tsx";
import { Sidebar, type SidebarProps } from "./sidebar.tsx";

/** The top bar of narrow screens; its button opens the sidebar as a drawer. */
export function MobileBar(sidebar: SidebarProps) {
  const [open, setOpen] = useState(false);
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
      <Sheet open={open} onOpenChange={setOpen} title="Navigation" side="start">
        <Sidebar {...sidebar} />
      </Sheet>
    </header>
  );
}
