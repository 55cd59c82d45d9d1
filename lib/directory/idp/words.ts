import type { Provider } from "#lib/contract/provider.ts";
import type { AttributeDifference } from "#lib/scim/difference.ts";
import type { JsonObject, StoredResource } from "#lib/scim/resource.ts";
import { isObject } from "#lib/scim/value.ts";

const SPEAKERS: Record<Provider, string> = {
  okta_saml: "Okta",
  okta_oidc: "Okta",
  okta_scim: "Okta",
  entra: "Entra ID",
  google: "Google Workspace",
  onelogin: "OneLogin",
  jumpcloud: "JumpCloud",
  pingone: "PingOne",
  generic: "The IdP",
};

/** Who acts, at the beginning of a sentence of the log. */
export const speaker = (provider: Provider) => SPEAKERS[provider];

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

/** What a person is called in the log: the display name, else first and last name, else userName. */
export function userName(stored: StoredResource): string {
  const name: JsonObject = isObject(stored.name ?? null) ? (stored.name as JsonObject) : {};
  const full = [text(name.givenName), text(name.familyName)].filter(Boolean).join(" ");
  return text(stored.displayName) ?? text(name.formatted) ?? (full || (text(stored.userName) ?? "somebody"));
}

export const groupName = (stored: StoredResource) => text(stored.displayName) ?? "a group";

const NAMES_SHOWN = 4;

/** The changed attributes as a short list: "title, department and 2 more". URNs are left out, they say little to a reader. */
export function namesOf(differences: readonly AttributeDifference[]): string {
  const names = differences.map(({ attribute }) => attribute.slice(attribute.lastIndexOf(":") + 1));
  const more = names.length - NAMES_SHOWN;
  if (more > 0) return `${names.slice(0, NAMES_SHOWN).join(", ")} and ${more} more`;
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "nothing");
}
