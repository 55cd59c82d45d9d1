import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

const SIGNATURE_BYTES = 16;

/** Text that goes out and comes back unchanged, or is recognised as not ours. It can be read, not made. */
export interface SealedTexts {
  /** @param context what the text belongs to; it opens nowhere else. @returns characters that a URL need not escape */
  seal(text: string, context: string): string;
  /** @returns undefined for what was not sealed here, for this very context. */
  open(sealed: string, context: string): string | undefined;
}

export function sealedTexts(authSecret: string): SealedTexts {
  const key = Buffer.from(hkdfSync("sha256", authSecret, "", "rollcall sealed text", 32));
  const sign = (text: string, context: string) =>
    createHmac("sha256", key)
      .update(JSON.stringify([context, text]))
      .digest()
      .subarray(0, SIGNATURE_BYTES);

  return {
    seal: (text, context) => `${Buffer.from(text).toString("base64url")}.${sign(text, context).toString("base64url")}`,
    open(sealed, context) {
      const [body = "", signature = "", ...rest] = sealed.split(".");
      const text = Buffer.from(body, "base64url").toString();
      const given = Buffer.from(signature, "base64url");
      const isOurs = given.length === SIGNATURE_BYTES && timingSafeEqual(given, sign(text, context));
      // One spelling only: other base64 of the same bytes is not what we gave out.
      const isExact = Buffer.from(text).toString("base64url") === body && given.toString("base64url") === signature;
      return rest.length === 0 && isOurs && isExact ? text : undefined;
    },
  };
}
