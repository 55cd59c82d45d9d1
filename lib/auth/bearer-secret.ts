import { createHmac, hkdfSync, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
/** Characters after `scim_` or `key_` that lists show: enough to recognise a secret by, 208 random bits short of using it. */
const SHOWN_LENGTH = 8;

/**
 * `scim`: a token of one directory. `ocs`: a secret of an OAuth client. `key`: a key of the management API. `setup`: the
 * secret of a setup link.
 */
export type SecretKind = "scim" | "ocs" | "key" | "setup" | "invite";

/** A secret at the moment of its making: `plaintext` is shown once and kept nowhere. */
export interface MintedSecret {
  plaintext: string;
  hash: Buffer;
  prefix: string;
  lastFour: string;
}

function checksum(text: string): string {
  let rest = crc32(text);
  let digits = "";
  for (let place = 0; place < CHECKSUM_LENGTH; place++) {
    digits = ALPHABET.charAt(rest % ALPHABET.length) + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}

/**
 * Makes, checks and hashes bearer secrets: `<kind>_` + 43 base-62 characters (256 random bits) + a checksum of 6.
 * Only the keyed hash is stored, so a copy of the database is of no use without `AUTH_SECRET`.
 */
export function bearerSecrets(authSecret: string) {
  const key = Buffer.from(hkdfSync("sha256", authSecret, "", "rollcall bearer secret", 32));
  const hash = (plaintext: string) => createHmac("sha256", key).update(plaintext).digest();

  return {
    hash,
    mint(kind: SecretKind): MintedSecret {
      let body = "";
      while (body.length < RANDOM_LENGTH) body += ALPHABET.charAt(randomInt(ALPHABET.length));
      const plaintext = `${kind}_${body}${checksum(`${kind}_${body}`)}`;
      return {
        plaintext,
        hash: hash(plaintext),
        prefix: plaintext.slice(0, kind.length + 1 + SHOWN_LENGTH),
        lastFour: plaintext.slice(-4),
      };
    },
  };
}

export type BearerSecrets = ReturnType<typeof bearerSecrets>;

/** Whether `text` can be a whole secret of this kind. A typo or a cut-off paste is told apart without asking the database. */
export function isWellFormed(kind: SecretKind, text: string): boolean {
  const body = text.slice(kind.length + 1, -CHECKSUM_LENGTH);
  return (
    text.startsWith(`${kind}_`) &&
    body.length === RANDOM_LENGTH &&
    [...body].every((character) => ALPHABET.includes(character)) &&
    text.slice(-CHECKSUM_LENGTH) === checksum(`${kind}_${body}`)
  );
}
