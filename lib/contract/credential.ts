/** SCIM tokens and API keys: the same once-only reveal. */
import * as z from "zod/mini";
import { ApiScopeName, ApiScopes } from "./api-scopes.ts";
import { name, time } from "./common.ts";
import { Scope, Scopes, TokenLifetime } from "./scopes.ts";

/** A secret as it may be shown at any time. */
export const Credential = z.object({
  id: z.string(),
  name: z.string(),
  /** The first characters, e.g. `scim_01HKX9SY`: enough to recognise it, not to use it. */
  prefix: z.string(),
  lastFour: z.string(),
  createdAt: time,
  createdBy: z.string(),
  lastUsedAt: z.nullable(time),
  lastUsedAgent: z.nullable(z.string()),
  revokedAt: z.nullable(time),
});
export type Credential = z.infer<typeof Credential>;

/** `expiresAt` null: good until it is revoked. */
export const Token = z.extend(Credential, {
  scopes: z.array(Scope),
  expiresAt: z.nullable(time),
  lastUsedIp: z.nullable(z.string()),
  /** The token that takes over from this one while both work. */
  successorId: z.nullable(z.string()),
});
export type Token = z.infer<typeof Token>;
export const TokenList = z.object({ data: z.array(Token) });
/** Without `scopes`: everything. Without `lifetimeSeconds`: good until it is revoked. */
export const IssueToken = z.object({
  name,
  scopes: z.optional(Scopes),
  lifetimeSeconds: z.optional(TokenLifetime),
});
export type IssueToken = z.infer<typeof IssueToken>;
/** The only answer that ever holds the plaintext. */
export const IssuedToken = z.extend(Token, { token: z.string() });
export type IssuedToken = z.infer<typeof IssuedToken>;

export const ApiKey = z.extend(Credential, { scopes: z.array(ApiScopeName) });
export type ApiKey = z.infer<typeof ApiKey>;
export const ApiKeyList = z.object({ data: z.array(ApiKey) });
/** Without `scopes`: everything the issuer may do. */
export const IssueApiKey = z.object({ name, scopes: z.optional(ApiScopes) });
export type IssueApiKey = z.infer<typeof IssueApiKey>;
export const IssuedApiKey = z.extend(ApiKey, { key: z.string() });
export type IssuedApiKey = z.infer<typeof IssuedApiKey>;

/** `overlapSeconds`: how long the old token goes on working beside the new one, at most 30 days. */
export const RotateToken = z.object({
  overlapSeconds: z.int().check(z.minimum(0), z.maximum(2_592_000, "The old token works for 30 more days at most.")),
  lifetimeSeconds: z.optional(TokenLifetime),
});
export type RotateToken = z.infer<typeof RotateToken>;

/** What a token has been used for. */
export const TokenUsage = z.object({
  tokenId: z.string(),
  callsLastDay: z.number(),
  refusedLastDay: z.number(),
  /** Scopes it has and did not use in its newest calls; empty while it is too early to say. */
  unusedScopes: z.array(Scope),
});
export type TokenUsage = z.infer<typeof TokenUsage>;
export const TokenUsageList = z.object({ data: z.array(TokenUsage) });
