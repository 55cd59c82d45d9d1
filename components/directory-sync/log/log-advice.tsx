import Lightbulb from "lucide-react/icons/lightbulb";
import { TextLink } from "#components/ui/text-link.tsx";
import type { Advice } from "#lib/contract/log.ts";

const PAGE_NAMES: Record<string, string> = {
  overview: "Overview",
  setup: "Setup",
  tokens: "Tokens",
  mapping: "Mapping",
  roles: "Roles",
  users: "Users",
  groups: "Groups",
  settings: "Settings",
};

/** Where a page of the directory is; settings stand on the overview. */
const pageHref = (directoryId: string, page: string) =>
  `/directory-sync/${directoryId}${page === "overview" || page === "settings" ? "" : `/${page}`}`;

/** Why it went wrong, and exactly where it is mended. */
export const LogAdvice = ({ directoryId, advice, idp }: { directoryId: string; advice: Advice; idp: string }) => (
  <div className="flex gap-3 rounded-md border border-line bg-warn-soft px-4 py-3">
    <Lightbulb aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
    <div className="flex min-w-0 flex-col gap-1.5 text-sm">
      <p className="font-semibold">{advice.title}</p>
      <p>{advice.why}</p>
      <p>{advice.fix}</p>
      {advice.menu && (
        <p>
          <span className="text-muted">In {idp}: </span>
          <MenuPath menu={advice.menu} />
        </p>
      )}
      {advice.page && (
        <p>
          <span className="text-muted">In Rollcall: </span>
          <TextLink href={pageHref(directoryId, advice.page)}>{PAGE_NAMES[advice.page] ?? advice.page}</TextLink>
        </p>
      )}
    </div>
  </div>
);

/** Levels of a menu, read from the left. */
const MenuPath = ({ menu }: { menu: string[] }) => (
  <span className="wrap-anywhere">
    {menu.map((level, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a menu may name the same word on two levels; they never move.
      <span key={index}>
        {index > 0 && <span aria-hidden> ▸ </span>}
        {index > 0 && <span className="sr-only">, then </span>}
        <strong className="font-medium">{level}</strong>
      </span>
    ))}
  </span>
);
