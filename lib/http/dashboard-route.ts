import { DirectoryError } from "#lib/directory/error.ts";
import { failureWith, jsonRoutes } from "./json-route.ts";
import { actorOfSession, adminContext, signedIn } from "./session.ts";

const SAFE_METHODS = new Set(["GET", "HEAD"]);

/**
 * A page of somebody else must not act with our visitor's cookie. Browsers say where a request comes from in
 * Sec-Fetch-Site or, if older, in Origin; a change without either is refused.
 */
export function requireSameOrigin(request: Request): void {
  if (SAFE_METHODS.has(request.method)) return;
  const isSilent = request.headers.get("sec-fetch-site") === null && request.headers.get("origin") === null;
  if (isSilent || isFromElsewhere(request))
    throw new DirectoryError("forbidden", "This request came from another site. Open the dashboard and try again.");
}

/** Whether the browser itself says that another site's page sends this. */
export function isFromElsewhere(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  if (site !== null) return site !== "same-origin";
  return origin !== null && hostOf(origin) !== request.headers.get("host");
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}

/** A JSON door of the dashboard: the signed-in account acts. The verb decides what it may. */
export const dashboardRoute = jsonRoutes({
  surface: "dashboard",
  async authenticate(request, services, origin) {
    requireSameOrigin(request);
    const account = await signedIn();
    if (!account) throw new DirectoryError("unauthenticated", "You are signed out. Sign in and try again.");
    return adminContext(services, actorOfSession(account), origin);
  },
  failure: failureWith("requestId"),
});
