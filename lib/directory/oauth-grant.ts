import type { BearerSecrets } from "#lib/auth/bearer-secret.ts";
import { SCOPES, type Scope } from "#lib/contract/scopes.ts";
import type { TokenWrite } from "./admin-context.ts";
import { prefixedId } from "./prefixed-id.ts";

/** Seconds an access token lives: what Entra's gallery asks for at least. */
export const ACCESS_TOKEN_S = 3_600;

/** A client as a request for an access token finds it. */
export interface GrantingClient {
  readonly scopes: readonly Scope[];
  readonly revoked: boolean;
  /** The secret that was sent, if it is this client's. */
  readonly secret: { readonly id: string; readonly revoked: boolean; readonly expiresAt: Date | null } | undefined;
}

export interface GrantStore {
  find(clientId: string, secretHash: Buffer): Promise<GrantingClient | undefined>;
  /** Stores the access token and notes the secret's use. @returns false when client or secret was revoked meanwhile. */
  issue(secretId: string, token: TokenWrite): Promise<boolean>;
}

export interface GrantContext {
  readonly grants: GrantStore;
  readonly secrets: BearerSecrets;
  readonly now: () => Date;
  readonly newId: () => string;
}

export interface GrantRequest {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Names with spaces between them; absent: all that the client has. */
  readonly scope: string | undefined;
}

export interface Grant {
  readonly accessToken: string;
  readonly scopes: readonly Scope[];
}
/** `reason` is for the operator alone: outside, every bad credential looks alike. */
export type GrantRefusal =
  | { readonly error: "invalid_client"; readonly reason: string }
  | { readonly error: "invalid_scope"; readonly reason: string; readonly allowed: readonly Scope[] };

/** Exchanges a client's secret for an access token (RFC 6749 §4.4): an ordinary SCIM token that ends within the hour. */
export async function grantAccessToken(ctx: GrantContext, asked: GrantRequest): Promise<Grant | GrantRefusal> {
  const client = await ctx.grants.find(asked.clientId, ctx.secrets.hash(asked.clientSecret));
  const now = ctx.now();
  const secret = client?.secret;
  if (!client || !secret || !isUsable(client, now)) {
    return { error: "invalid_client", reason: whyRefused(client, now) };
  }
  const scopes = grantedScopes(client.scopes, asked.scope);
  if (!scopes) return { error: "invalid_scope", reason: "scope beyond the client's", allowed: client.scopes };
  const token = {
    id: prefixedId("scimt", ctx.newId()),
    name: "OAuth access token",
    secret: ctx.secrets.mint("scim"),
    createdBy: secret.id,
    createdAt: now,
    scopes,
    expiresAt: new Date(now.getTime() + ACCESS_TOKEN_S * 1_000),
  };
  const isIssued = await ctx.grants.issue(secret.id, token);
  return isIssued
    ? { accessToken: token.secret.plaintext, scopes }
    : { error: "invalid_client", reason: "revoked meanwhile" };
}

function isUsable({ revoked, secret }: GrantingClient, now: Date): boolean {
  return !revoked && secret !== undefined && !secret.revoked && (secret.expiresAt === null || secret.expiresAt > now);
}

function whyRefused(client: GrantingClient | undefined, now: Date): string {
  if (!client) return "unknown client";
  if (client.revoked) return "revoked client";
  if (!client.secret) return "not a secret of this client";
  if (client.secret.revoked) return "revoked secret";
  return `secret expired ${client.secret.expiresAt?.toISOString() ?? now.toISOString()}`;
}

/** @returns undefined when more is asked for than the client has */
function grantedScopes(own: readonly Scope[], asked: string | undefined): Scope[] | undefined {
  const names = new Set((asked ?? "").split(" ").filter((name) => name !== ""));
  if (names.size === 0) return [...own];
  const granted = SCOPES.filter((scope) => names.has(scope) && own.includes(scope));
  return granted.length === names.size ? granted : undefined;
}
