import { cx } from "#components/ui/cx.ts";
import type { Provider } from "#lib/contract/provider.ts";

/** Our own letters, not the vendors' logos: no trademark, no download, and both themes look right. */
const LETTERS: Record<Provider, string> = {
  okta_saml: "Ok",
  okta_oidc: "Ok",
  okta_scim: "Ok",
  entra: "En",
  google: "Gw",
  onelogin: "1L",
  jumpcloud: "Jc",
  pingone: "P1",
  generic: "{ }",
};

/** The sign of a provider in lists. Decoration: its name stands beside it. */
export const ProviderMonogram = ({ provider, className }: { provider: Provider; className?: string }) => (
  <span
    aria-hidden
    className={cx(
      "inline-flex size-8 shrink-0 items-center justify-center rounded-md border border-line bg-sunken font-mono text-xs font-medium whitespace-nowrap text-muted",
      className,
    )}
  >
    {LETTERS[provider]}
  </span>
);

/** What to call the IdP inside a sentence. */
export const PROVIDER_SHORT_NAMES: Record<Provider, string> = {
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
