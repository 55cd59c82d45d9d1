import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

const LIFETIME_S = 300;
const FORM = /^operator_(\d{10})_([A-Za-z0-9_-]{43})$/;

function sign(authSecret: string, expires: number): Buffer {
  const key = Buffer.from(hkdfSync("sha256", authSecret, "", "rollcall operator credential", 32));
  return createHmac("sha256", key).update(String(expires)).digest();
}

/**
 * A management credential for whoever can read this instance's secret anyway, such as `npm run simulate` on the same
 * machine: valid for five minutes, kept nowhere.
 */
export function mintOperatorCredential({ authSecret, now }: { authSecret: string; now: Date }): string {
  const expires = Math.floor(now.getTime() / 1000) + LIFETIME_S;
  return `operator_${expires}_${sign(authSecret, expires).toString("base64url")}`;
}

/** Whether `text` was minted with this secret and has not expired. */
export function isOperatorCredential(text: string, { authSecret, now }: { authSecret: string; now: Date }): boolean {
  const [, expires, signature] = FORM.exec(text) ?? [];
  if (!expires || !signature) return false;
  const given = Buffer.from(signature, "base64url");
  const expected = sign(authSecret, Number(expires));
  const remaining = Number(expires) - now.getTime() / 1000;
  return (
    remaining > 0 && remaining <= LIFETIME_S && given.length === expected.length && timingSafeEqual(given, expected)
  );
}
