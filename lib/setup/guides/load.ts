/** Each guide is fetched when its provider is shown: nobody reads nine. */
import type { Provider } from "#lib/contract/provider.ts";
import type { Guide } from "../guide.ts";

const GUIDES: Record<Provider, () => Promise<Guide>> = {
  okta_saml: async () => (await import("./okta.ts")).oktaSaml,
  okta_oidc: async () => (await import("./okta.ts")).oktaOidc,
  okta_scim: async () => (await import("./okta.ts")).oktaScim,
  entra: async () => (await import("./entra.ts")).entra,
  google: async () => (await import("./google.ts")).google,
  onelogin: async () => (await import("./others.ts")).onelogin,
  jumpcloud: async () => (await import("./others.ts")).jumpcloud,
  pingone: async () => (await import("./others.ts")).pingone,
  generic: async () => (await import("./others.ts")).generic,
};

const loaded = new Map<Provider, Promise<Guide>>();

/** The same promise each time, so that React may wait for it. */
export function loadGuide(provider: Provider): Promise<Guide> {
  const known = loaded.get(provider);
  if (known) return known;
  const guide = GUIDES[provider]();
  loaded.set(provider, guide);
  // A chunk that could not be fetched may be there the next time.
  guide.catch(() => loaded.delete(provider));
  return guide;
}
