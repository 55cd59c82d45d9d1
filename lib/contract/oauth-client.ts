/** OAuth clients of a directory, as the dashboard shows them. */
import * as z from "zod/mini";
import { name, time } from "./common.ts";
import { Scope, Scopes, TokenLifetime } from "./scopes.ts";

/** A secret as it may be shown at any time. `expiresAt` null: good until it is revoked. */
export const OAuthSecretShown = z.object({
  id: z.string(),
  /** The first characters: enough to recognise it, not to use it. */
  prefix: z.string(),
  createdAt: time,
  expiresAt: z.nullable(time),
  lastUsedAt: z.nullable(time),
  revokedAt: z.nullable(time),
});
export type OAuthSecretShown = z.infer<typeof OAuthSecretShown>;

export const OAuthClientShown = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(Scope),
  createdAt: time,
  revokedAt: z.nullable(time),
  /** Newest first, revoked ones too. */
  secrets: z.array(OAuthSecretShown),
});
export type OAuthClientShown = z.infer<typeof OAuthClientShown>;

/** `tokenUrl`: where every client exchanges its id and secret for an access token. */
export const OAuthClientList = z.object({ data: z.array(OAuthClientShown), tokenUrl: z.string() });
export type OAuthClientList = z.infer<typeof OAuthClientList>;

/** Without `scopes`: everything. Without `secretLifetimeSeconds`: its secret is good until it is revoked. */
export const NewOAuthClient = z.object({
  name,
  scopes: z.optional(Scopes),
  secretLifetimeSeconds: z.optional(TokenLifetime),
});
export type NewOAuthClient = z.infer<typeof NewOAuthClient>;
export const NewOAuthSecret = z.object({ lifetimeSeconds: z.optional(TokenLifetime) });
export type NewOAuthSecret = z.infer<typeof NewOAuthSecret>;

/** The only answers that ever hold the plaintext. */
export const RevealedOAuthClient = z.extend(OAuthClientShown, { clientSecret: z.string() });
export const RevealedOAuthSecret = z.extend(OAuthSecretShown, { clientSecret: z.string() });
