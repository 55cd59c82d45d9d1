import { NOBODYS_PASSWORD, verifyPassword } from "#lib/auth/password.ts";
import type { AdminContext } from "#lib/directory/admin-context.ts";
import { DirectoryError } from "#lib/directory/error.ts";
import { services as openServices } from "./services.ts";

/** The password of the signed-in account, once more. @throws DirectoryError throttled, invalid */
export async function confirmSession({ actor, now }: AdminContext, password: string): Promise<void> {
  const { accounts, signInLimit, log } = await openServices();
  if (actor.kind !== "account" || !actor.sessionId) {
    throw new DirectoryError("unauthenticated", "You are signed out. Sign in and try again.");
  }
  try {
    await signInLimit.consume(`confirm:${actor.id}`);
  } catch {
    throw new DirectoryError("throttled", "Too many attempts. Wait a minute, then try again.");
  }
  const account = await accounts.findByEmail(actor.name);
  const isRight = await verifyPassword(password, account?.passwordHash ?? NOBODYS_PASSWORD);
  log.info({ account: actor.id, success: isRight }, "password confirmed");
  if (!isRight || account?.id !== actor.id) {
    throw new DirectoryError("invalid", "That is not your password.", {
      fields: { password: "That is not your password." },
    });
  }
  await signInLimit.delete(`confirm:${actor.id}`);
  await accounts.confirmSession(actor.sessionId, now());
}
