/** This directory's values, in the form each IdP takes. */
import type { Provider } from "#lib/contract/provider.ts";

/** The endpoint in the form the IdP takes. */
export function urlForIdp(provider: Provider, endpointUrl: string): string {
  // Okta's template app joins with a slash of its own and would call `//Users`.
  if (provider === "okta_scim") return endpointUrl.replace(/\/+$/, "");
  // Without this flag Entra sends booleans as strings and operation names with capitals.
  if (provider === "entra") return `${endpointUrl}?aadOptscim062020`;
  return endpointUrl;
}

/** What to call the IdP inside a sentence. */
export const IDP_NAMES: Record<Provider, string> = {
  okta_saml: "Okta",
  okta_oidc: "Okta",
  okta_scim: "Okta",
  entra: "Entra ID",
  google: "Google Workspace",
  onelogin: "OneLogin",
  jumpcloud: "JumpCloud",
  pingone: "PingOne",
  generic: "Your IdP",
};

/** The name a token of this IdP gets unless another is typed. */
export const tokenNameFor = (provider: Provider) =>
  `${provider === "generic" ? "Identity provider" : IDP_NAMES[provider]} — Production`;

/** IdPs that send people and never groups. */
export const SENDS_NO_GROUPS: ReadonlySet<Provider> = new Set(["google"]);
