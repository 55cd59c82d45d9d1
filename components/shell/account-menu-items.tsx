"use client";

import LogOut from "lucide-react/icons/log-out";
import Monitor from "lucide-react/icons/monitor";
import Moon from "lucide-react/icons/moon";
import Sun from "lucide-react/icons/sun";
import type { ReactElement } from "react";
import { Menu, MenuChoice, MenuDivider, MenuItem } from "#components/ui/menu.tsx";
import { showToast } from "#components/ui/toast.tsx";
import type { Theme } from "#lib/client/choices.ts";
import { signOut } from "#lib/client/session.ts";

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

/** The menu closes with the press, so that a failure is told in a toast. */
const leave = () =>
  signOut().catch(() => showToast("Not signed out", "The server did not answer as expected. Try again in a moment."));

type AccountMenuItemsProps = {
  trigger: ReactElement;
  name: string;
  theme: Theme;
  onTheme: (chosen: Theme) => void;
};

/** The account's menu itself. Fetched when its button is first pressed. */
export const AccountMenuItems = ({ trigger, name, theme, onTheme }: AccountMenuItemsProps) => (
  <Menu side="top" className="w-56" trigger={trigger}>
    <div className="truncate px-2 py-1.5 text-sm font-medium">{name}</div>
    <MenuDivider />
    <MenuChoice label="Theme" value={theme} options={THEMES} onChange={onTheme} />
    <MenuDivider />
    <MenuItem onClick={() => void leave()}>
      <LogOut aria-hidden /> Sign out
    </MenuItem>
  </Menu>
);
