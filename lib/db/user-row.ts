/** What of a person the row of `directory_user` holds beside the resource, and by what groups may wait for them. */
import type { UserInsert, UserUpdate } from "#lib/directory/context.ts";
import { foldCase } from "#lib/scim/fold-case.ts";
import { isActive } from "#lib/scim/is-active.ts";
import type { JsonValue, StoredResource } from "#lib/scim/resource.ts";
import type { ResourceType } from "#lib/scim/schema/attribute.ts";
import { searchDocument } from "#lib/scim/search-document.ts";
import { isObject } from "#lib/scim/value.ts";

const text = (value: JsonValue | undefined) => (typeof value === "string" ? value : null);

/** The columns of the row by name. @param email by the mapping */
export function userRecord(type: ResourceType, stored: StoredResource, email: string | null) {
  const userName = text(stored.userName) ?? "";
  return {
    user_name: userName,
    user_name_key: foldCase(userName),
    external_id: text(stored.externalId),
    display_name: text(stored.displayName),
    email,
    active: isActive(stored),
    resource: stored,
    search: searchDocument(type, stored),
  };
}

/** Everything a member may be waited for by: externalId, userName and each e-mail address. */
export function waitingKeys(stored: StoredResource): string[] {
  const emails = Array.isArray(stored.emails) ? stored.emails : [];
  const addresses = emails.map((email) => (isObject(email) ? email.value : undefined));
  const known = [stored.externalId, stored.userName, ...addresses].filter((value) => typeof value === "string");
  return [...new Set(known.map(foldCase))];
}

/** By what nobody could have found the person before this write. */
export function newKeys(change: UserInsert | UserUpdate): string[] {
  const keys = waitingKeys(change.stored);
  if (!("formerly" in change)) return keys;
  const former = new Set(waitingKeys(change.formerly));
  return keys.filter((key) => !former.has(key));
}
