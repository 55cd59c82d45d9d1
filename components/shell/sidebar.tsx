"use client";

import Activity from "lucide-react/icons/activity";
import ArrowRightLeft from "lucide-react/icons/arrow-right-left";
import BookOpen from "lucide-react/icons/book-open";
import Boxes from "lucide-react/icons/boxes";
import FolderSync from "lucide-react/icons/folder-sync";
import History from "lucide-react/icons/history";
import IdCard from "lucide-react/icons/id-card";
import KeyRound from "lucide-react/icons/key-round";
import ListChecks from "lucide-react/icons/list-checks";
import Radio from "lucide-react/icons/radio";
import ScrollText from "lucide-react/icons/scroll-text";
import SettingsIcon from "lucide-react/icons/settings";
import ShieldEllipsis from "lucide-react/icons/shield-ellipsis";
import ShieldUser from "lucide-react/icons/shield-user";
import SquareTerminal from "lucide-react/icons/square-terminal";
import UserRound from "lucide-react/icons/user-round";
import Webhook from "lucide-react/icons/webhook";
import type { Theme } from "#lib/client/choices.ts";
import type { OrganizationSummary, Viewer } from "#lib/contract/organization.ts";
import { AccountMenu } from "./account-menu.tsx";
import { NavGroup, NavLink } from "./nav-link.tsx";
import { OrganizationSwitcher } from "./organization-switcher.tsx";

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
    <nav aria-label="Main" className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto">
      <NavGroup>
        <NavLink href="/directory-sync" icon={FolderSync} exact>
          Directory sync
        </NavLink>
        {directory && <DirectoryLinks {...directory} />}
        {organization && (
          <>
            <NavLink href="/directory-sync/webhooks" icon={Webhook}>
              Webhooks
            </NavLink>
            <NavLink href="/directory-sync/events" icon={Radio}>
              Events
            </NavLink>
          </>
        )}
      </NavGroup>
      {organization && (
        <NavGroup title="Organization">
          <NavLink href="/members" icon={IdCard}>
            Members
          </NavLink>
          <NavLink href="/settings/roles" icon={ShieldEllipsis}>
            Roles and attributes
          </NavLink>
          <NavLink href="/settings/api-keys" icon={SquareTerminal}>
            API keys
          </NavLink>
          <NavLink href="/settings" icon={SettingsIcon} exact>
            Settings
          </NavLink>
          <NavLink href="/audit" icon={History}>
            Audit log
          </NavLink>
          <NavLink href="/docs/api" icon={BookOpen}>
            API docs
          </NavLink>
        </NavGroup>
      )}
    </nav>
    <AccountMenu account={viewer.account} theme={theme} />
  </div>
);

function DirectoryLinks({ id, name }: { id: string; name: string }) {
  const base = `/directory-sync/${id}`;
  return (
    <li className="ms-4 border-s border-line ps-1.5">
      <p className="truncate px-2 pt-1.5 pb-1 text-xs text-muted" title={name}>
        {name}
      </p>
      <ul aria-label={name} className="flex flex-col gap-px">
        <NavLink href={base} icon={Activity} exact>
          Overview
        </NavLink>
        <NavLink href={`${base}/setup`} icon={ListChecks}>
          Setup
        </NavLink>
        <NavLink href={`${base}/tokens`} icon={KeyRound}>
          Tokens
        </NavLink>
        <NavLink href={`${base}/mapping`} icon={ArrowRightLeft}>
          Attribute mapping
        </NavLink>
        <NavLink href={`${base}/roles`} icon={ShieldUser}>
          Roles
        </NavLink>
        <NavLink href={`${base}/log`} icon={ScrollText}>
          Provisioning log
        </NavLink>
        <NavLink href={`${base}/users`} icon={UserRound}>
          Users
        </NavLink>
        <NavLink href={`${base}/groups`} icon={Boxes}>
          Groups
        </NavLink>
      </ul>
    </li>
  );
}
