import type { Provider } from "#lib/contract/provider.ts";
import { CAUSES, type CauseCode, type CauseFacts, type RollcallPage, type Severity } from "./catalogue.ts";
import { MENUS, type Menus } from "./menus.ts";

/** A cause as one identity provider's admin reads it. */
export interface Advice {
  readonly code: CauseCode;
  readonly title: string;
  readonly why: string;
  /** What to do, with the names the provider's own screens use. */
  readonly fix: string;
  readonly severity: Severity;
  /** The menu path in the identity provider, level by level; null: there is nothing to do there. */
  readonly menu: readonly string[] | null;
  /** The page of the directory in Rollcall; null: there is nothing to do here. */
  readonly page: RollcallPage | null;
}

const inWordsOf = ({ name, urlField, tokenField }: Menus, text: string) =>
  text
    .replaceAll("{idp}", name === "The identity provider" ? "the identity provider" : name)
    .replaceAll("{url}", urlField)
    .replaceAll("{token}", tokenField);

/** Why it went wrong and exactly where to mend it in that provider. */
export function adviceFor(code: CauseCode, provider: Provider): Advice {
  const cause: CauseFacts = CAUSES[code];
  const menus = MENUS[provider];
  const fix = inWordsOf(menus, cause.fixes?.[provider] ?? cause.fix);
  return {
    code,
    title: cause.title,
    why: cause.why,
    fix: code === "rate-limited" ? `${fix} ${menus.retries}` : fix,
    severity: cause.severity,
    menu: cause.place ? menus.places[cause.place] : null,
    page: cause.page ?? null,
  };
}

/** A menu path as one reads it out: "Applications ▸ Applications ▸ (your app) ▸ Provisioning". */
export const menuPath = (menu: readonly string[]) => menu.join(" ▸ ");

/**
 * What is added to the `detail` of a SCIM error, so that it is read in the provider's own log too; empty where the
 * caller has not shown who it is or there is nothing to do there.
 */
export function saidToIdp(code: CauseCode, provider: Provider): string {
  const cause: CauseFacts = CAUSES[code];
  if (!cause.isSaid) return "";
  const { fix, menu } = adviceFor(code, provider);
  const place = menu && provider !== "generic" ? ` (${menuPath(menu)})` : "";
  return ` To mend it: ${fix}${place}`;
}
