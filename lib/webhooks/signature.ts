import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const SECRET_BYTES = 32;
const PREFIX = "whsec_";

/** A new secret, as Standard Webhooks writes it: `whsec_` and 256 random bits in base64. */
export const mintWebhookSecret = (): string => PREFIX + randomBytes(SECRET_BYTES).toString("base64");

const keyOf = (secret: string) => Buffer.from(secret.slice(PREFIX.length), "base64");
const hmac = (key: Buffer | string, text: string) => createHmac("sha256", key).update(text);

/** What is signed. */
export interface SignedMessage {
  /** Without a dot: it separates what is signed. */
  readonly id: string;
  readonly at: Date;
  /** Byte for byte what is sent. */
  readonly body: string;
}

/**
 * The headers by which a receiver knows that a delivery is ours, in three families, so that existing verifiers work:
 * Standard Webhooks, WorkOS (hex, milliseconds, the whole secret as key) and authn.sh.
 * @param secrets while one replaces another, every family carries a signature of each, in this order. WorkOS's own
 * verifier looks at the first alone: the older one at the first attempt, the newer one at the second, and so on.
 */
export function signatureHeaders({ id, at, body }: SignedMessage, secrets: readonly string[]): Record<string, string> {
  const ms = at.getTime();
  const seconds = Math.floor(ms / 1_000);
  const standard = (time: number) =>
    secrets.map((secret) => `v1,${hmac(keyOf(secret), `${id}.${time}.${body}`).digest("base64")}`).join(" ");
  const workos = secrets.map((secret) => `v1=${hmac(secret, `${ms}.${body}`).digest("hex")}`);
  return {
    "webhook-id": id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": standard(seconds),
    "workos-signature": [`t=${ms}`, ...workos].join(", "),
    "authn-webhook-id": id,
    "authn-webhook-timestamp": String(ms),
    "authn-signature": standard(ms),
  };
}

const TOLERANCE_MS = 300_000;

/** Whether a received message was signed, within the last five minutes, with one of the secrets (Standard Webhooks). */
export function isSigned(
  headers: { id: string | null; timestamp: string | null; signature: string | null },
  body: string,
  { secrets, now }: { secrets: readonly string[]; now: Date },
): boolean {
  const seconds = Number(headers.timestamp);
  if (!headers.id || !headers.signature || !Number.isInteger(seconds)) return false;
  if (Math.abs(now.getTime() - seconds * 1_000) > TOLERANCE_MS) return false;
  const given = headers.signature.split(" ").map((part) => Buffer.from(part.replace(/^v1,/, ""), "base64"));
  return secrets.some((secret) => {
    const expected = hmac(keyOf(secret), `${headers.id}.${seconds}.${body}`).digest();
    return given.some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
  });
}
