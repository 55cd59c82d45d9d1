/** The pages of the dashboard, once for the sidebar and the command palette. */
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
import type { LucideIcon } from "#components/ui/icon.ts";

export type Place = {
  label: string;
  path: string;
  icon: LucideIcon;
  /** Marked as open on this very page alone, not on the ones beneath it. */
  exact?: boolean;
};

export const START: Place = { label: "Directory sync", path: "/directory-sync", icon: FolderSync, exact: true };

export const directoryPlaces = (directoryId: string): Place[] => {
  const base = `/directory-sync/${directoryId}`;
  return [
    { label: "Overview", path: base, icon: Activity, exact: true },
    { label: "Setup", path: `${base}/setup`, icon: ListChecks },
    { label: "Tokens", path: `${base}/tokens`, icon: KeyRound },
    { label: "Attribute mapping", path: `${base}/mapping`, icon: ArrowRightLeft },
    { label: "Roles", path: `${base}/roles`, icon: ShieldUser },
    { label: "Provisioning log", path: `${base}/log`, icon: ScrollText },
    { label: "Users", path: `${base}/users`, icon: UserRound },
    { label: "Groups", path: `${base}/groups`, icon: Boxes },
  ];
};

export const EVENT_PLACES: readonly Place[] = [
  { label: "Webhooks", path: "/directory-sync/webhooks", icon: Webhook },
  { label: "Events", path: "/directory-sync/events", icon: Radio },
];

export const ORGANIZATION_PLACES: readonly Place[] = [
  { label: "Members", path: "/members", icon: IdCard },
  { label: "Roles and attributes", path: "/settings/roles", icon: ShieldEllipsis },
  { label: "API keys", path: "/settings/api-keys", icon: SquareTerminal },
  { label: "Settings", path: "/settings", icon: SettingsIcon, exact: true },
  { label: "Audit log", path: "/audit", icon: History },
  { label: "API docs", path: "/docs/api", icon: BookOpen },
];
