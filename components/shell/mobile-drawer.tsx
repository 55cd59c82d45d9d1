"use client";

import { Sheet } from "#components/ui/dialog.tsx";
import { Sidebar, type SidebarProps } from "./sidebar.tsx";

type MobileDrawerProps = { open: boolean; onOpenChange: (open: boolean) => void; sidebar: SidebarProps };

/** The sidebar of narrow screens, in a drawer. */
export const MobileDrawer = ({ open, onOpenChange, sidebar }: MobileDrawerProps) => (
  <Sheet open={open} onOpenChange={onOpenChange} title="Navigation">
    <Sidebar {...sidebar} />
  </Sheet>
);
