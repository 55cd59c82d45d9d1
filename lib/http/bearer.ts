import { hash } from "node:crypto";
import { isWellFormed } from "#lib/auth/bearer-secret.ts";
import type { TokenRecord } from "#lib/db/credential-store.ts";
import { scimError } from "#lib/scim/error.ts";
import type { Services } from "./services.ts";

/** No token at all and one that was never ours look alike outside; inside, the log tells them apart. */
export interface Refusal {
  readonly reason: "missing" | "malformed" | "unknown";
  /** Another way to authenticate was tried, such as Basic. */
  readonly otherScheme?: true;
}

/**
 * The credential in an Authorization header. Okta's "Header Auth" template sends the token as typed, without a scheme.
 * https://developer.okta.com/docs/guides/scim-provisioning-integration-connect/main/
 */
export function bearerOf(header: string | null): string | undefined {
  const [scheme = "", token, ...rest] = (header ?? "").trim().split(/\s+/);
  if (rest.length > 0) return undefined;
  if (scheme.toLowerCase() === "bearer") return token;
  return token === undefined && scheme !== "" ? scheme : undefined;
}

/** By what a token is remembered. Quicker than the keyed hash that is stored, and it never leaves the process. */
export const knownAs = (token: string): string => hash("sha256", token, "base64");

/** The token's record, revoked or not. A malformed token costs no query, a known one none for a few seconds. */
export async function findToken(services: Services, header: string | null): Promise<TokenRecord | Refusal> {
  const text = bearerOf(header);
  if (text === undefined) return withoutToken(header);
  const { knownTokens, credentials, secrets } = services;
  const key = knownAs(text);
  const known = knownTokens.get(key);
  if (known) return known;
  if (!isWellFormed("scim", text)) return { reason: "malformed" };
  const { emptied } = knownTokens;
  const found = await credentials.findToken(secrets.hash(text));
  // What was read while a credential changed may be what it was before.
  if (found && !found.revoked && knownTokens.emptied === emptied) knownTokens.set(key, found);
  return found ?? { reason: "unknown" };
}

function withoutToken(header: string | null): Refusal {
  if (!header) return { reason: "missing" };
  return { reason: "malformed", ...(!/^\s*bearer\b/i.test(header) && { otherScheme: true }) };
}

/** RFC 6750 §3.1: no error code when no token was sent that could be wrong. */
export function refuse({ reason, otherScheme }: Refusal) {
  if (reason === "missing" || otherScheme)
    return scimError.unauthorized("Send the SCIM token as Authorization: Bearer <token>.");
  return scimError.unauthorized(
    "This token is not accepted. Check that it was copied whole and has not been revoked, or issue a new one.",
    "invalid_token",
  );
}
