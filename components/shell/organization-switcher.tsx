"use client";

import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { MenuButton } from "#components/ui/menu-button.tsx";
import { chooseOrganization } from "#lib/client/choices.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";

const CreateOrganizationDialog = dynamic(() =>
  import("./create-organization-dialog.tsx").then((file) => file.CreateOrganizationDialog),
);

const loadMenu = () => import("./organization-menu.tsx");

type OrganizationSwitcherProps = { organizations: OrganizationSummary[]; active: OrganizationSummary | undefined };

/** The organization in view; another one, or a new one, from its menu. */
export function OrganizationSwitcher({ organizations, active }: OrganizationSwitcherProps) {
  const [creating, setCreating] = useState(false);
  // A link into another organization's directory makes that organization the active one, and coming back from another
  // tab makes it the one of this tab again.
  useEffect(() => {
    if (!active) return;
    const choose = () => chooseOrganization(active.id);
    choose();
    window.addEventListener("focus", choose);
    return () => window.removeEventListener("focus", choose);
  }, [active]);

  return (
    <>
      <MenuButton
        load={loadMenu}
        className="flex min-h-10 w-full items-center gap-2 rounded-md px-2 text-start hover:bg-hover focus-visible:-outline-offset-2 data-popup-open:bg-hover pointer-coarse:min-h-11"
        menu={({ OrganizationMenu }, trigger) => (
          <OrganizationMenu
            trigger={trigger}
            organizations={organizations}
            active={active}
            onCreate={() => setCreating(true)}
          />
        )}
      >
        <Monogram name={active?.name ?? "?"} />
        <span className="sr-only">Organization:</span>
        <span className="min-w-0 flex-1 truncate text-base font-semibold">{active?.name ?? "No organization"}</span>
        <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
      </MenuButton>
      {creating && <CreateOrganizationDialog onClose={() => setCreating(false)} />}
    </>
  );
}

const Monogram = ({ name }: { name: string }) => (
  <span
    aria-hidden
    className="flex size-6 shrink-0 items-center justify-center rounded-md bg-accent text-xs font-semibold text-white"
  >
    {[...name][0]?.toUpperCase()}
  </span>
);
