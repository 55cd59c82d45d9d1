import type { WorkOSPage } from "#lib/contract/api/workos.ts";
import type { Directory } from "#lib/contract/directory.ts";
import type { Provider } from "#lib/contract/provider.ts";
import { DirectoryError } from "#lib/directory/error.ts";
import type { PagePosition, PersonPage } from "#lib/directory/people.ts";

const TYPES: Record<Provider, string> = {
  okta_saml: "okta scim v2.0",
  okta_oidc: "okta scim v2.0",
  okta_scim: "okta scim v2.0",
  entra: "azure scim v2.0",
  google: "gsuite directory",
  onelogin: "onelogin scim v2.0",
  jumpcloud: "jump cloud scim v2.0",
  pingone: "pingfederate scim v2.0",
  generic: "generic scim v2.0",
};

export const toWorkOSDirectory = (directory: Directory) => ({
  object: "directory",
  id: directory.id,
  organization_id: directory.organizationId,
  external_key: directory.label ?? directory.id,
  type: TYPES[directory.provider],
  state: directory.state === "waiting" || directory.state === "active" ? "linked" : "unlinked",
  name: directory.name,
  domain: null,
  metadata: {
    users: { active: directory.counts.activeUsers, inactive: directory.counts.inactiveUsers },
    groups: directory.counts.groups,
  },
  created_at: directory.createdAt,
  updated_at: directory.createdAt,
});

export const positionOf = ({ limit, order, after, before }: WorkOSPage): PagePosition => ({
  limit,
  order,
  after,
  before,
});

/** A list whose metadata name its ends where more lies beyond them. */
export function toWorkOSList<Item, Shown extends { readonly id: string }>(
  { data, hasMore }: PersonPage<Item>,
  { after, before }: WorkOSPage,
  show: (item: Item) => Shown,
) {
  const shown = data.map(show);
  const isBackwards = after === undefined && before !== undefined;
  const first = shown.at(0)?.id ?? null;
  const last = shown.at(-1)?.id ?? null;
  return {
    object: "list",
    data: shown,
    list_metadata: {
      before: (isBackwards ? hasMore : after !== undefined) ? first : null,
      after: (isBackwards ? true : hasMore) ? last : null,
    },
  };
}

/** A page of what was read whole, by id. */
export function pageOfWhole<Item extends { readonly id: string }>(
  items: readonly Item[],
  page: WorkOSPage,
): PersonPage<Item> {
  const { limit, order, after, before } = page;
  const sorted = items.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (order === "desc") sorted.reverse();
  const isBehind = ({ id }: Item, than: string) => (order === "asc" ? id > than : id < than);
  if (after === undefined && before !== undefined) {
    const rest = sorted.filter((item) => !isBehind(item, before) && item.id !== before);
    return { data: rest.slice(-limit), hasMore: rest.length > limit };
  }
  const rest = after === undefined ? sorted : sorted.filter((item) => isBehind(item, after));
  return { data: rest.slice(0, limit), hasMore: rest.length > limit };
}

/** @throws DirectoryError invalid where neither is named */
export function requireOne(query: Readonly<Record<string, unknown>>, ...names: [string, string]): void {
  if (names.some((name) => query[name] !== undefined)) return;
  const words = `Name a ${names.join(" or a ")}.`;
  throw new DirectoryError("invalid", words, { fields: { [names[0]]: words } });
}
