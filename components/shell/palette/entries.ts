/** What the command palette offers by itself: pages and actions, as far as the viewer may see and do them. */

import CircleQuestionMark from "lucide-react/icons/circle-question-mark";
import KeyRound from "lucide-react/icons/key-round";
import Keyboard from "lucide-react/icons/keyboard";
import Moon from "lucide-react/icons/moon";
import Pause from "lucide-react/icons/pause";
import Plus from "lucide-react/icons/plus";
import ScrollText from "lucide-react/icons/scroll-text";
import Sun from "lucide-react/icons/sun";
import SunMoon from "lucide-react/icons/sun-moon";
import UserPlus from "lucide-react/icons/user-plus";
import UserRound from "lucide-react/icons/user-round";
import UsersRound from "lucide-react/icons/users-round";
import type { LucideIcon } from "#components/ui/icon.ts";
import { chooseTheme } from "#lib/client/choices.ts";
import { canManage, canRead } from "#lib/client/permissions.ts";
import { withQuery } from "#lib/client/request.ts";
import { actHref } from "#lib/client/use-act.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { Finding } from "#lib/contract/search.ts";
import { directoryPlaces, EVENT_PLACES, ORGANIZATION_PLACES, type Place, START } from "../places.ts";
import { setLayer } from "./layer-state.ts";

export type PaletteEntry = {
  key: string;
  label: string;
  /** Where it is or what it belongs to. */
  note?: string | undefined;
  icon: LucideIcon;
} & ({ href: string } | { run: () => void });

export type PaletteGroup = { label: string; items: PaletteEntry[] };

type Directory = { id: string; name: string };

const pageEntry = ({ label, path, icon }: Place, note?: string): PaletteEntry => ({
  key: path,
  label,
  icon,
  href: path,
  note,
});

/** Pages, those of the open directory first. */
function pages(organization: OrganizationSummary, open: Directory | undefined, directories: readonly Directory[]) {
  const readable = canRead(organization);
  const others = directories.filter(({ id }) => id !== open?.id);
  return [
    ...(open ? directoryPlaces(open.id).map((place) => pageEntry(place, open.name)) : []),
    pageEntry(START),
    ...(readable ? EVENT_PLACES : []).map((place) => pageEntry(place)),
    ...ORGANIZATION_PLACES.map((place) => pageEntry(place, organization.name)),
    ...others.flatMap(({ id, name }) => directoryPlaces(id).map((place) => pageEntry(place, name))),
  ];
}

/** What the viewer may do; what they may not is left out, and the pages say why. */
function actions(organization: OrganizationSummary, directories: readonly Directory[]): PaletteEntry[] {
  const act = (label: string, path: string, name: string, icon: LucideIcon, note = organization.name) => ({
    key: `${path} ${name}`,
    label,
    icon,
    note,
    href: actHref(path, name),
  });
  const managing = canManage(organization)
    ? [
        ...directories.flatMap(({ id, name }) => [
          act("Issue token", `/directory-sync/${id}/tokens`, "issue", KeyRound, name),
          act("Pause syncing", `/directory-sync/${id}`, "pause", Pause, name),
        ]),
        act("Add directory", "/directory-sync", "add", Plus),
        act("Add webhook endpoint", "/directory-sync/webhooks", "add", Plus),
        act("Invite people", "/members", "invite", UserPlus),
        act("Issue API key", "/settings/api-keys", "issue", KeyRound),
      ]
    : [];
  const theme = (label: string, chosen: "light" | "dark" | "system", icon: LucideIcon) => ({
    key: `theme ${chosen}`,
    label,
    icon,
    run: () => chooseTheme(chosen),
  });
  return [
    ...managing,
    theme("Light theme", "light", Sun),
    theme("Dark theme", "dark", Moon),
    theme("Theme of the system", "system", SunMoon),
    { key: "help", label: "Help for this page", icon: CircleQuestionMark, run: () => setLayer("help") },
    { key: "shortcuts", label: "Keyboard shortcuts", icon: Keyboard, run: () => setLayer("shortcuts") },
  ];
}

/** Every word that was typed stands in the entry's name or note. */
const fits = (words: readonly string[], { label, note }: PaletteEntry) => {
  const text = `${label} ${note ?? ""}`.toLowerCase();
  return words.every((word) => text.includes(word));
};

/** As many of each group as one looks through; typing narrows them down. */
const SHOWN = 8;

/** Pages and actions that fit what was typed; without anything typed, those that are nearest. */
export function ownGroups(
  typed: string,
  organization: OrganizationSummary,
  open: Directory | undefined,
  directories: readonly Directory[],
): PaletteGroup[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const near = open ? [open, ...directories.filter(({ id }) => id !== open.id)] : directories;
  const some = (entries: readonly PaletteEntry[], most: number) =>
    entries.filter((entry) => fits(words, entry)).slice(0, most);
  return [
    { label: "Pages", items: some(pages(organization, open, directories), words.length === 0 && open ? 8 : SHOWN) },
    { label: "Actions", items: some(actions(organization, near), words.length === 0 ? 6 : SHOWN) },
  ];
}

const FOUND: Record<Finding["kind"], { label: string; icon: LucideIcon; path: (id: string) => string }> = {
  user: { label: "People", icon: UserRound, path: (id) => `/users/${id}` },
  group: { label: "Groups", icon: UsersRound, path: (id) => `/groups/${id}` },
  log: { label: "Log entries", icon: ScrollText, path: (id) => `/log?entry=${id}` },
};

/** What the server found, by kind. */
export const foundGroups = (findings: readonly Finding[]): PaletteGroup[] =>
  (["user", "group", "log"] as const).map((kind) => ({
    label: FOUND[kind].label,
    items: findings
      .filter((found) => found.kind === kind)
      .map((found) => ({
        key: `${kind} ${found.directoryId} ${found.id}`,
        label: found.title,
        note: [found.note === found.title ? null : found.note, found.directoryName].filter(Boolean).join(" · "),
        icon: FOUND[kind].icon,
        href: `/directory-sync/${found.directoryId}${FOUND[kind].path(found.id)}`,
      })),
  }));

/** The whole of the lists and logs that hold what was typed, for when a handful is not enough. */
export const listEntries = (typed: string, open: Directory | undefined): PaletteGroup[] =>
  open && typed.trim() !== ""
    ? [
        {
          label: `Everything in ${open.name}`,
          items: [
            { label: `Users with “${typed.trim()}”`, path: "/users", icon: UserRound },
            { label: `Log entries with “${typed.trim()}”`, path: "/log", icon: ScrollText },
          ].map(({ label, path, icon }) => ({
            key: `list ${path}`,
            label,
            icon,
            href: withQuery(`/directory-sync/${open.id}${path}`, { q: typed.trim() }),
          })),
        },
      ]
    : [];
