import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** For secrets that have to be read back to be used, such as those that sign webhooks: a copy of the database alone is of no use. */
export interface Vault {
  /** @param context what the secret belongs to; it opens nowhere else */
  lock(text: string, context: string): string;
  /** @throws Error when it was not locked here, for this context, under the same AUTH_SECRET */
  open(locked: string, context: string): string;
}

/** AES-256-GCM under a key of its own, drawn from AUTH_SECRET. */
export function vault(authSecret: string): Vault {
  const key = Buffer.from(hkdfSync("sha256", authSecret, "", "rollcall vault", 32));
  return {
    lock(text, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context));
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
    },
    open(locked, context) {
      const bytes = Buffer.from(locked, "base64url");
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(context)).setAuthTag(tag);
      const opened = [decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()];
      return Buffer.concat(opened).toString("utf8");
    },
  };
}
