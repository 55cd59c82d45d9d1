import { timingSafeEqual } from "node:crypto";
import { isWellFormed } from "#lib/auth/bearer-secret.ts";
import type { Actor } from "#lib/directory/admin-context.ts";
import { DirectoryError } from "#lib/directory/error.ts";
import { bearerOf } from "./bearer.ts";
import { jsonRoutes } from "./json-route.ts";
import { isOperatorCredential } from "./operator-credential.ts";
import type { Services } from "./services.ts";
import { adminContext } from "./session.ts";

const unauthenticated = () =>
  new DirectoryError(
    "unauthenticated",
    "Send a management key as Authorization: Bearer <key>. It is unknown or revoked, or none was sent.",
  );

/** ROLLCALL_API_KEY, an operator's credential, or a key made in the dashboard: nothing else, and never a cookie. */
async function actorOf(request: Request, services: Services): Promise<Actor> {
  const text = bearerOf(request.headers.get("authorization"));
  if (text === undefined) throw unauthenticated();
  const { env, secrets, authSecret, now, credentials } = services;
  const hash = secrets.hash(text);
  if (env.ROLLCALL_API_KEY && timingSafeEqual(hash, secrets.hash(env.ROLLCALL_API_KEY))) {
    return { kind: "key", id: "environment", name: "ROLLCALL_API_KEY", organizationId: null };
  }
  if (isOperatorCredential(text, { authSecret, now: now() })) {
    return { kind: "key", id: "operator", name: "Operator", organizationId: null };
  }
  if (!isWellFormed("key", text)) throw unauthenticated();
  const key = await credentials.openApiKey(hash, now(), request.headers.get("user-agent")?.slice(0, 300) ?? null);
  if (!key) throw unauthenticated();
  return { kind: "key", ...key };
}

/** A JSON door of the management API. */
export const managementRoute = jsonRoutes(
  async (request, services, origin) => adminContext(services, await actorOf(request, services), origin),
  "request_id",
);
