import NextAuth from "next-auth";
import { authOptions, Credentials } from "./auth-options.ts";
import { isFromElsewhere } from "./dashboard-route.ts";
import { services as openServices } from "./services.ts";

const HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** In next-auth's own words: the address it would lead to says what went wrong. */
const refused = (status: number, baseUrl: string, error: string) =>
  Response.json({ url: `${baseUrl}/sign-in?error=${error}` }, { status, headers: HEADERS });

async function fieldsOf(request: Request): Promise<Record<string, unknown>> {
  try {
    if (request.headers.get("content-type")?.includes("application/json")) {
      return Object(await request.json()) as Record<string, unknown>;
    }
    return Object.fromEntries(new URLSearchParams(await request.text()));
  } catch {
    return {};
  }
}

/**
 * next-auth's routes behind our own door: a form on somebody else's page neither signs in nor out, and what cannot be
 * an e-mail address is told so instead of being tried.
 */
export async function answerAuth(
  request: Request,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  const { env } = await openServices();
  const { nextauth } = await context.params;
  if (request.method === "POST") {
    if (isFromElsewhere(request)) return refused(403, env.BASE_URL, "elsewhere");
    if (nextauth.join("/") === "callback/credentials") {
      const { success } = Credentials.safeParse(await fieldsOf(request.clone()));
      if (!success) return refused(400, env.BASE_URL, "CredentialsSignin");
    }
  }
  return NextAuth(await authOptions())(request, context);
}
