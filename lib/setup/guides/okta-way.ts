/** Which of Okta's three ways: two questions. */
import type { Provider } from "#lib/contract/provider.ts";

/** How people sign in through Okta. */
export type OktaSignIn = "saml" | "oidc" | "other";

/** Which of Okta's ways, from two answers. */
export function oktaWay(signIn: OktaSignIn, hasLargeGroups: boolean): { provider: Provider; because: string } {
  if (hasLargeGroups) {
    return {
      provider: "okta_scim",
      because:
        "Only the SCIM 2.0 template app sends changes of groups one by one, which more than 10,000 members take.",
    };
  }
  if (signIn === "saml") {
    return {
      provider: "okta_saml",
      because: "The SAML app people sign in with can carry the sync itself: one app in all.",
    };
  }
  if (signIn === "oidc") {
    return { provider: "okta_oidc", because: "An OIDC app cannot carry SCIM, so a second, hidden app does." };
  }
  return {
    provider: "okta_scim",
    because: "Without an app to sign in with, the template app from the catalogue is the shortest way.",
  };
}
