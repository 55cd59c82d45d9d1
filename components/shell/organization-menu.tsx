"use client";

import Plus from "lucide-react/icons/plus";
import type { ReactElement } from "react";
import { Menu, MenuChoice, MenuDivider, MenuItem } from "#components/ui/menu.tsx";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import { openOrganization } from "./open-organization.ts";

type OrganizationMenuProps = {
  trigger: ReactElement;
  organizations: OrganizationSummary[];
  active: OrganizationSummary | undefined;
  onCreate: () => void;
};

/** The organizations to choose from, and the way to a new one. Fetched when its button is first pressed. */
export const OrganizationMenu = ({ trigger, organizations, active, onCreate }: OrganizationMenuProps) => (
  <Menu className="w-60" trigger={trigger}>
    {organizations.length > 0 && (
      <>
        <MenuChoice
          label="Organizations"
          value={active?.id ?? ""}
          options={organizations.map(({ id, name }) => ({
            value: id,
            label: <span className="truncate">{name}</span>,
          }))}
          onChange={openOrganization}
        />
        <MenuDivider />
      </>
    )}
    <MenuItem onClick={onCreate}>
      <Plus aria-hidden /> Create organization
    </MenuItem>
  </Menu>
);
