/** How each provider that a directory can be set up for words its requests. */
import type { Provider } from "#lib/contract/provider.ts";
import { entraApp } from "./entra.ts";
import { oktaSamlApp, oktaTemplateApp } from "./okta.ts";
import { genericManner, googleManner, jumpCloudManner, oneLoginManner, pingOneManner, plainApp } from "./plain.ts";
import type { Wording } from "./wire.ts";

/** @param seed the same seed makes the same made-up ids */
export function wordingOf(provider: Provider, seed: number): Wording {
  switch (provider) {
    case "okta_saml":
    case "okta_oidc":
      return oktaSamlApp;
    case "okta_scim":
      return oktaTemplateApp;
    case "entra":
      return entraApp({ flag: true, seed });
    case "google":
      return plainApp(googleManner);
    case "onelogin":
      return plainApp(oneLoginManner);
    case "jumpcloud":
      return plainApp(jumpCloudManner);
    case "pingone":
      return plainApp(pingOneManner);
    case "generic":
      return plainApp(genericManner);
  }
}
