/** How groups come from each IdP, in the words of its own menus. */
import type { Provider } from "#lib/contract/provider.ts";

export const HOW_TO_PUSH_GROUPS: Record<Provider, string> = {
  okta_saml:
    "In Okta, open the app's Push Groups tab and add groups by name or by rule. Choose other groups than those that assign people to the app: Okta does not keep members in step for a group that does both.",
  okta_oidc:
    "In Okta, open the Push Groups tab of the app that does the syncing and add groups by name or by rule. Choose other groups than those that assign people to it: Okta does not keep members in step for a group that does both.",
  okta_scim:
    "In Okta, open the app's Push Groups tab and add groups by name or by rule. Choose other groups than those that assign people to the app: Okta does not keep members in step for a group that does both.",
  entra:
    "In Entra, switch the mapping for groups on under Provisioning, Mappings, and assign the groups to the enterprise application under Users and groups. They come with the next cycle, after about 40 minutes.",
  google: "Google Workspace sends people but no groups, so this list stays empty. That is not a fault.",
  onelogin:
    "In OneLogin, include the parameter Groups in user provisioning and add a rule that sets groups in the app for the people it covers.",
  jumpcloud:
    "In JumpCloud, switch on management of groups in the app's Identity Management tab, then bind the user groups to the app.",
  pingone: "In PingOne, let the provisioning rule of the connection include groups, and choose which.",
  generic: "Let your IdP send groups to this directory's endpoint; in SCIM that is a POST to /Groups.",
};
