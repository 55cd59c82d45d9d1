import { timingSafeEqual } from "node:crypto";
import { isWellFormed } from "#lib/auth/bearer-secret.ts";
import { EVERYTHING } from "#lib/contract/api-scopes.ts";
import type { ActOrigin, Actor } from "#lib/directory/admin-context.ts";
import { DirectoryError } from "#lib/directory/error.ts";
import { slowDownStranger } from "../admission.ts";
import { bearerOf } from "../bearer.ts";
import { isOperatorCredential } from "../operator-credential.ts";
import type { Services } from "../services.ts";
import { adminContext } from "../session.ts";

const unauthenticated = () =>
  new DirectoryError(
    "unauthenticated",
    "Send a management key as Authorization: Bearer <key>. It is unknown or revoked, or none was sent.",
  );

/** ROLLCALL_API_KEY, an operator's credential, or a key that was issued: nothing else, and never a cookie. */
async function actorOf(request: Request, services: Services): Promise<Actor | undefined> {
  const text = bearerOf(request.headers.get("authorization"));
  if (text === undefined) return undefined;
  const { env, secrets, authSecret, now, credentials } = services;
  const hash = secrets.hash(text);
  const everything = { kind: "key", organizationId: null, scopes: EVERYTHING } as const;
  if (env.ROLLCALL_API_KEY && timingSafeEqual(hash, secrets.hash(env.ROLLCALL_API_KEY))) {
    return { ...everything, id: "environment", name: "Operator's key" };
  }
  if (isOperatorCredential(text, { authSecret, now: now() })) {
    return { ...everything, id: "operator", name: "Operator" };
  }
  if (!isWellFormed("key", text)) return undefined;
  const key = await credentials.openApiKey(hash, now(), request.headers.get("user-agent")?.slice(0, 300) ?? null);
  return key && { kind: "key", ...key };
}

/** @throws DirectoryError unauthenticated; throttled for whoever tries one key after the other */
export async function authenticateKey(request: Request, services: Services, origin: ActOrigin) {
  const actor = await actorOf(request, services);
  if (actor) return adminContext(services, actor, origin);
  await slowDownStranger(services, request);
  throw unauthenticated();
}
