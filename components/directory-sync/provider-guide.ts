/** What each IdP calls the things it asks for, and when to choose which way. */
import type { Provider } from "#lib/contract/provider.ts";

/** One line each: when this is the right choice. */
export const WHEN_TO_CHOOSE: Record<Provider, string> = {
  okta_saml: "People sign in through an Okta SAML app, and sync runs in that same app. Groups of up to 10,000 members.",
  okta_oidc: "People sign in through an Okta OIDC app. A second, hidden app does the syncing.",
  okta_scim: "Okta's template app with a bearer token. Right for groups of more than 10,000 members.",
  entra: "An enterprise application of your own in Entra. Changes arrive about every 40 minutes.",
  google: "Only with a catalogue app that has auto-provisioning. Sends people but no groups, about every 15 minutes.",
  onelogin: "The connector “SCIM Provisioner with SAML (SCIM v2 Enterprise)”, with provisioning switched on.",
  jumpcloud: "Inside a custom SAML app. Sends only people in a user group that is bound to the app.",
  pingone: "A SCIM outbound connection with a bearer token.",
  generic: "Anything else that speaks SCIM 2.0. Every person needs an e-mail in emails or userName.",
};

/** A field of the IdP's own form. `url` and `token` stand for this directory's values; anything else is typed as it is. */
export type IdpField = { name: string; value: "url" | "token" | { text: string } };

const text = (value: string) => ({ text: value });

const OKTA_WIZARD: IdpField[] = [
  { name: "SCIM connector base URL", value: "url" },
  { name: "Unique identifier field for users", value: text("userName") },
  {
    name: "Supported provisioning actions",
    value: text("Push New Users, Push Profile Updates; Push Groups if you want groups"),
  },
  { name: "Authentication Mode", value: text("HTTP Header") },
  { name: "Authorization", value: "token" },
];

/** The IdP's form from top to bottom. */
export const IDP_FIELDS: Record<Provider, IdpField[]> = {
  okta_saml: OKTA_WIZARD,
  okta_oidc: OKTA_WIZARD,
  okta_scim: [
    { name: "SCIM 2.0 Base Url", value: "url" },
    { name: "OAuth Bearer Token", value: "token" },
    { name: "To App", value: text("Create Users, Update User Attributes, Deactivate Users; leave Set password off") },
  ],
  entra: [
    { name: "Provisioning Mode", value: text("Automatic") },
    { name: "Tenant URL", value: "url" },
    { name: "Secret Token", value: "token" },
  ],
  google: [
    { name: "Endpoint URL", value: "url" },
    { name: "Access token", value: "token" },
  ],
  onelogin: [
    { name: "SCIM Base URL", value: "url" },
    { name: "SCIM Bearer Token", value: "token" },
  ],
  jumpcloud: [
    { name: "Base URL", value: "url" },
    { name: "Token Key", value: "token" },
  ],
  pingone: [
    { name: "SCIM Base URL", value: "url" },
    { name: "Authentication Method", value: text("OAuth 2 Bearer Token") },
    { name: "OAuth Access Token", value: "token" },
  ],
  generic: [
    { name: "SCIM base URL", value: "url" },
    { name: "Bearer token", value: "token" },
  ],
};
