/**
 * Runs before every page, in server.ts and in plain Next alike: names the one-time nonce of the scripts in the answer,
 * which Next reads from the request's policy. It decides nothing about who may see what; every door does that itself.
 */
import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { readEnv } from "#lib/env.ts";
import { pagePolicy, transportSecurity } from "#lib/http/page-headers.ts";

export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString("base64");
  const policy = pagePolicy(nonce, { development: process.env.NODE_ENV === "development" });
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  // Pages cannot see their own address; the sign-in page sends people back to it.
  headers.set("x-rollcall-path", request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  const transport = transportSecurity(readEnv().BASE_URL);
  if (transport) response.headers.set("strict-transport-security", transport);
  return response;
}

/** Pages only: the JSON doors and SCIM set their own headers, and files under /_next never change. */
export const config = { matcher: ["/((?!api/|v1/|scim/|oauth/|_next/|healthz|readyz|icon).*)"] };
