import type { AdminContext } from "./admin-context.ts";
import { DirectoryError } from "./error.ts";

/** How long a proved password is good for making, rotating and revealing secrets, and for deleting. */
export const STEP_UP_MINUTES = 10;

/**
 * A session that was left open must not be enough to make a secret or to delete something. A management key is a secret
 * itself and is proved by every request.
 * @throws DirectoryError step_up_required
 */
export function requireRecentSignIn({ actor, now }: AdminContext): void {
  if (actor.kind !== "account") return;
  const age = actor.confirmedAt ? now().getTime() - actor.confirmedAt.getTime() : Number.POSITIVE_INFINITY;
  if (age <= STEP_UP_MINUTES * 60_000) return;
  throw new DirectoryError(
    "step_up_required",
    `You signed in more than ${STEP_UP_MINUTES} minutes ago. Confirm your password to go on.`,
  );
}
