import { randomInt } from "node:crypto";
import { hashPassword } from "#lib/auth/password.ts";
import { isNew, seedFirstRun } from "#lib/db/first-run.ts";
import type { Services } from "#lib/http/services.ts";

/** What the operator is shown once. Absent: chosen by the environment, so known already. */
export interface FirstRun {
  readonly email: string;
  readonly password: string | undefined;
  readonly apiKey: string | undefined;
}

/** No letters that look like others; five groups of four are 98 bits. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

function makePassword(): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join("");
  return Array.from({ length: 5 }, group).join("-");
}

/** Makes the first account, organization and management key of a new database. @returns undefined when there is one. */
export async function seed({ database, env, secrets, newId, now }: Services): Promise<FirstRun | undefined> {
  if (!(await isNew(database.prisma))) return undefined;
  const password = env.ADMIN_PASSWORD ? undefined : makePassword();
  const apiKey = env.ROLLCALL_API_KEY ? undefined : secrets.mint("key");
  const email = (env.ADMIN_EMAIL ?? "admin@rollcall.local").toLowerCase();
  const passwordHash = await hashPassword(env.ADMIN_PASSWORD ?? password ?? makePassword());
  await seedFirstRun(database.prisma, { email, passwordHash, apiKey, newId, now: now() });
  return { email, password, apiKey: apiKey?.plaintext };
}
