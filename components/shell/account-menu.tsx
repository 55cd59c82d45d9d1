"use client";

import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import { useState } from "react";
import { MenuButton } from "#components/ui/menu-button.tsx";
import { chooseTheme, type Theme } from "#lib/client/choices.ts";
import type { Viewer } from "#lib/contract/organization.ts";

const loadMenu = () => import("./account-menu-items.tsx");

type AccountMenuProps = { account: Viewer["account"]; theme: Theme };

/** Who is signed in, how it looks, and the way out. */
export function AccountMenu({ account, theme: startTheme }: AccountMenuProps) {
  const [theme, setTheme] = useState<Theme>(startTheme);
  const choose = (chosen: Theme) => {
    setTheme(chosen);
    chooseTheme(chosen);
  };
  return (
    <MenuButton
      load={loadMenu}
      className="flex min-h-10 w-full items-center gap-2 rounded-md px-2 text-start text-sm hover:bg-hover focus-visible:-outline-offset-2 data-popup-open:bg-hover pointer-coarse:min-h-11"
      menu={({ AccountMenuItems }, trigger) => (
        <AccountMenuItems trigger={trigger} name={account.name || account.email} theme={theme} onTheme={choose} />
      )}
    >
      <span className="sr-only">Account:</span>
      <span className="min-w-0 flex-1 truncate">{account.email}</span>
      <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
    </MenuButton>
  );
}
