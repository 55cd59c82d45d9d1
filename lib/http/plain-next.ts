/**
 * What server.ts does before a request reaches Next, for processes that have no server.ts (`next start`, `next dev`).
 * Next answers doubled slashes with a redirect before any code of ours could look, and tells letters apart; Node's own
 * channel hands over each request before that. Nothing here reads a body or decides who may do what.
 */
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { readEnv } from "#lib/env.ts";
import { nameSender } from "./sender.ts";
import { areServicesProvided } from "./services.ts";

const SCIM_ADDRESS = /^[/\\]+scim[/\\]+v2(?=[/\\?]|$)/i;

/**
 * An address below `/scim/v2` as Next's router knows it: one slash at a time, the first two segments in small letters,
 * and percent signs that encode nothing taken as text, where Next would answer 500.
 */
export function routableAddress(url: string): string {
  if (!SCIM_ADDRESS.test(url)) return url;
  const [path = "", ...query] = url.split("?");
  const rest = path.replace(SCIM_ADDRESS, "").replaceAll(/[/\\]{2,}/g, "/");
  const readable = isDecodable(rest) ? rest : rest.replaceAll("%", "%25");
  return [`/scim/v2${readable}`, ...query].join("?");
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Mends every request of this process, unless server.ts does. */
export function mendRequests(): void {
  if (areServicesProvided()) return;
  const { TRUST_PROXY } = readEnv();
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.url = routableAddress(request.url ?? "/");
    nameSender(request, TRUST_PROXY);
  });
}
