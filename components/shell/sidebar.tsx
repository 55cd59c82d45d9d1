"use client";

import type { Theme } from "#lib/client/choices.ts";
import type { OrganizationSummary, Viewer } from "#lib/contract/organization.ts";
import { AccountMenu } from "./account-menu.tsx";
import { HelpButton } from "./help/help-button.tsx";
import { NavGroup, NavLink } from "./nav-link.tsx";
import { OrganizationSwitcher } from "./organization-switcher.tsx";
import { SearchEverything } from "./palette/search-everything.tsx";
import { directoryPlaces, EVENT_PLACES, ORGANIZATION_PLACES, type Place, START } from "./places.ts";

export type SidebarProps = {
  viewer: Viewer;
  organization: OrganizationSummary | undefined;
  directory?: { id: string; name: string } | undefined;
  theme: Theme;
};

/** Where one is, and where one can go. */
export const Sidebar = ({ viewer, organization, directory, theme }: SidebarProps) => (
  <div className="flex h-full flex-col gap-3 p-2">
    <OrganizationSwitcher organizations={viewer.organizations} active={organization} />
    {organization && <SearchEverything />}
    <nav aria-label="Main" className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto">
      <NavGroup>
        <PlaceLink place={START} />
        {directory && <DirectoryLinks {...directory} />}
        {organization && EVENT_PLACES.map((place) => <PlaceLink key={place.path} place={place} />)}
      </NavGroup>
      {organization && (
        <NavGroup title="Organization">
          {ORGANIZATION_PLACES.map((place) => (
            <PlaceLink key={place.path} place={place} />
          ))}
        </NavGroup>
      )}
    </nav>
    <div className="flex items-center gap-1">
      {/* The bar of narrow screens, where this sidebar is a drawer, has its own. */}
      {organization && <HelpButton className="hidden size-9 text-muted hover:text-ink lg:flex" />}
      <div className="min-w-0 flex-1">
        <AccountMenu account={viewer.account} theme={theme} />
      </div>
    </div>
  </div>
);

const PlaceLink = ({ place: { label, path, icon, exact } }: { place: Place }) => (
  <NavLink href={path} icon={icon} exact={exact ?? false}>
    {label}
  </NavLink>
);

const DirectoryLinks = ({ id, name }: { id: string; name: string }) => (
  <li className="ms-4 border-s border-line ps-1.5">
    <p className="truncate px-2 pt-1.5 pb-1 text-xs text-muted" title={name}>
      {name}
    </p>
    <ul aria-label={name} className="flex flex-col gap-px">
      {directoryPlaces(id).map((place) => (
        <PlaceLink key={place.path} place={place} />
      ))}
    </ul>
  </li>
);
