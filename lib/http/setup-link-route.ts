import type { RateLimiterMemory } from "rate-limiter-flexible";
import type { AdminContext } from "#lib/directory/admin-context.ts";
import { DirectoryError } from "#lib/directory/error.ts";
import { openSetupLink } from "#lib/directory/setup/links.ts";
import { addressOf } from "./admission.ts";
import { requireSameOrigin } from "./dashboard-route.ts";
import { failureWith, jsonRoutes } from "./json-route.ts";
import type { Services } from "./services.ts";
import { adminContext } from "./session.ts";

/** The secret travels in `Authorization: Setup <secret>`, so that no cookie, address or form of another site carries it. */
function secretOf(request: Request): string {
  const [scheme, secret = "", ...rest] = (request.headers.get("authorization") ?? "").trim().split(/\s+/);
  return scheme?.toLowerCase() === "setup" && rest.length === 0 ? secret : "";
}

async function spend(limiter: RateLimiterMemory, key: string): Promise<void> {
  await limiter.consume(key).catch((limited: { msBeforeNext?: number }) => {
    const seconds = Math.max(1, Math.ceil((limited.msBeforeNext ?? 1_000) / 1_000));
    throw new DirectoryError("throttled", `Too many requests. Try again in ${seconds} s.`, {
      retryAfterSeconds: seconds,
    });
  });
}

/** @throws DirectoryError unauthenticated, throttled */
async function holderOf(request: Request, services: Services): Promise<AdminContext> {
  requireSameOrigin(request);
  const address = addressOf(request) ?? "nowhere";
  const { strangers, visits } = services.linkLimit;
  // Whoever has tried too many secrets is not let in with a good one either, for as long as the limit lasts.
  const tried = await strangers.get(address);
  if (tried && tried.remainingPoints <= 0) await spend(strangers, address);
  const anybody = adminContext(services, { kind: "link", id: "", name: "", directoryId: "", expiresAt: "" });
  const opening = { at: services.now(), ip: addressOf(request), userAgent: request.headers.get("user-agent") };
  try {
    const holder = await openSetupLink(anybody, secretOf(request), opening);
    await spend(visits, holder.actor.id);
    return holder;
  } catch (error) {
    if (error instanceof DirectoryError && error.code === "unauthenticated") await spend(strangers, address);
    throw error;
  }
}

/** A JSON door for the holder of a setup link: no account, no session, and one directory, which `ctx.actor` names. */
export const setupLinkRoute = jsonRoutes({
  surface: "dashboard",
  authenticate: holderOf,
  failure: failureWith("requestId"),
});
