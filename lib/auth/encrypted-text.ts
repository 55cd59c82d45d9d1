import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Text kept so that only this instance can read it: AES-256-GCM with a key from the instance's secret. */
export interface EncryptedTexts {
  /** @param context what the text belongs to; it opens nowhere else. */
  encrypt(text: string, context: string): Uint8Array<ArrayBuffer>;
  /** @returns undefined for what was not encrypted here, for this very context. */
  decrypt(bytes: Uint8Array, context: string): string | undefined;
}

/** @param purpose keeps what is encrypted for one thing from opening as another */
export function encryptedTexts(authSecret: string, purpose: string): EncryptedTexts {
  const key = Buffer.from(hkdfSync("sha256", authSecret, "", `rollcall encrypted text: ${purpose}`, 32));
  return {
    encrypt(text, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context));
      return new Uint8Array(Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]));
    },
    decrypt(bytes, context) {
      try {
        const whole = Buffer.from(bytes);
        const decipher = createDecipheriv("aes-256-gcm", key, whole.subarray(0, NONCE_BYTES));
        decipher.setAAD(Buffer.from(context)).setAuthTag(whole.subarray(-TAG_BYTES));
        const text = decipher.update(whole.subarray(NONCE_BYTES, -TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString("utf8");
      } catch {
        return undefined;
      }
    },
  };
}
