"use client";

import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import LogOut from "lucide-react/icons/log-out";
import Monitor from "lucide-react/icons/monitor";
import Moon from "lucide-react/icons/moon";
import Sun from "lucide-react/icons/sun";
import { signOut } from "next-auth/react";
import { useState } from "react";
import { Menu, MenuChoice, MenuDivider, MenuItem } from "#components/ui/menu.tsx";
import { chooseTheme, type Theme } from "#lib/client/choices.ts";
import type { Viewer } from "#lib/contract/directory-sync.ts";

const THEMES = [
  {
    value: "system",
    label: (
      <>
        <Monitor aria-hidden /> System
      </>
    ),
  },
  {
    value: "light",
    label: (
      <>
        <Sun aria-hidden /> Light
      </>
    ),
  },
  {
    value: "dark",
    label: (
      <>
        <Moon aria-hidden /> Dark
      </>
    ),
  },
] as const;

type AccountMenuProps = { account: Viewer["account"]; theme: Theme };

/** Who is signed in, how it looks, and the way out. */
export function AccountMenu({ account, theme: startTheme }: AccountMenuProps) {
  const [theme, setTheme] = useState<Theme>(startTheme);
  const choose = (chosen: Theme) => {
    setTheme(chosen);
    chooseTheme(chosen);
  };
  return (
    <Menu
      side="top"
      className="w-56"
      trigger={
        <button
          type="button"
          className="flex min-h-10 w-full items-center gap-2 rounded-md px-2 text-start text-sm hover:bg-hover focus-visible:-outline-offset-2 data-popup-open:bg-hover pointer-coarse:min-h-11"
        >
          <span className="sr-only">Account:</span>
          <span className="min-w-0 flex-1 truncate">{account.email}</span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
        </button>
      }
    >
      <div className="truncate px-2 py-1.5 text-sm font-medium">{account.name || account.email}</div>
      <MenuDivider />
      <MenuChoice label="Theme" value={theme} options={THEMES} onChange={choose} />
      <MenuDivider />
      <MenuItem onClick={() => void signOut({ callbackUrl: "/sign-in" })}>
        <LogOut aria-hidden /> Sign out
      </MenuItem>
    </Menu>
  );
}
