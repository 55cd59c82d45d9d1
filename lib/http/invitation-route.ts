import { hashPassword } from "#lib/auth/password.ts";
import { DirectoryError } from "#lib/directory/error.ts";
import type { InvitationContext } from "#lib/directory/invitations.ts";
import { requireSameOrigin } from "./dashboard-route.ts";
import { failureWith, jsonRoutes } from "./json-route.ts";
import { signedIn } from "./session.ts";

/** The door for whoever holds the link of an invitation; the secret is in the body, and is all that counts. */
export const invitationRoute = jsonRoutes<object, InvitationContext>({
  surface: "dashboard",
  failure: failureWith("requestId"),
  async authenticate(request, services, origin) {
    requireSameOrigin(request);
    try {
      await services.signInLimit.consume(`invitation:${origin.ip}`, 0.2);
    } catch {
      throw new DirectoryError("throttled", "Too many attempts. Wait a minute, then try again.");
    }
    const { accounts, admin, secrets, now, newId } = services;
    return {
      secrets,
      now,
      newId,
      origin,
      invitations: admin.invitations,
      accounts: { findByEmail: (email) => accounts.findByEmail(email), hashPassword },
      signedIn: await signedIn(),
    };
  },
});
