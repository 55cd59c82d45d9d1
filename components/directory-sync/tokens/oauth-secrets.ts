import type { OAuthSecretShown } from "#lib/contract/oauth-client.ts";

/** Whether a client's secret is refused by now. */
export const hasEnded = ({ expiresAt, revokedAt }: OAuthSecretShown) =>
  revokedAt !== null || (expiresAt !== null && Date.parse(expiresAt) <= Date.now());
