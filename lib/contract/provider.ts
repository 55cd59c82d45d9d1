/** The identity providers a directory can be connected to, and the ways to connect them. */
import * as z from "zod/mini";

export const PROVIDERS = [
  "okta_saml",
  "okta_oidc",
  "okta_scim",
  "entra",
  "google",
  "onelogin",
  "jumpcloud",
  "pingone",
  "generic",
] as const;
export const Provider = z.enum(PROVIDERS);
export type Provider = z.infer<typeof Provider>;

/** What the admin reads in lists and menus. */
export const PROVIDER_NAMES: Record<Provider, string> = {
  okta_saml: "Okta (SAML app)",
  okta_oidc: "Okta (OIDC app + SCIM app)",
  okta_scim: "Okta (SCIM 2.0 template app)",
  entra: "Microsoft Entra ID",
  google: "Google Workspace",
  onelogin: "OneLogin",
  jumpcloud: "JumpCloud",
  pingone: "PingOne",
  generic: "Generic SCIM 2.0",
};
