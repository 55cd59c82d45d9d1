import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(argon2);
/** OWASP's second recommendation for argon2id: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;

const encode = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");

async function tag(password: string, nonce: Buffer, cost: { memory: number; passes: number; parallelism: number }) {
  // NFKC, so that one password typed on two keyboards is the same password.
  const message = Buffer.from(password.normalize("NFKC"), "utf8");
  return derive("argon2id", { message, nonce, tagLength: COST.tagLength, ...cost });
}

/** @returns the PHC string `$argon2id$v=19$m=…,t=…,p=…$salt$hash`, so that the cost can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const hash = await tag(password, nonce, COST);
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${encode(nonce)}$${encode(hash)}`;
}

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{1,64})\$([A-Za-z0-9+/]{1,128})$/;

export async function verifyPassword(password: string, phc: string): Promise<boolean> {
  const [, memory, passes, parallelism, nonce, expected] = PHC.exec(phc) ?? [];
  if (!memory || !passes || !parallelism || !nonce || !expected) return false;
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const actual = await tag(password, Buffer.from(nonce, "base64"), cost);
  const wanted = Buffer.from(expected, "base64");
  return actual.length === wanted.length && timingSafeEqual(actual, wanted);
}

/** Verified when no account has the e-mail, so that the answer takes as long as for one that exists. */
export const NOBODYS_PASSWORD = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`;
