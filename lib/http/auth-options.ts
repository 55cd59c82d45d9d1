import type { AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { NOBODYS_PASSWORD, verifyPassword } from "#lib/auth/password.ts";
import { services as openServices, type Services } from "./services.ts";

const SESSION_HOURS = 12;

/** What the sign-in form sends. One plain address: quoted parts, lists and look-alike signs are refused. */
export const Credentials = z.object({
  email: z
    .email()
    .max(254)
    .transform((email) => email.toLowerCase()),
  password: z.string().min(1).max(1_000),
});

/** @returns whether there were too many attempts with this e-mail address or from this network address. */
export async function isThrottled(services: Services, email: string, address: string): Promise<boolean> {
  try {
    await Promise.all([
      services.signInLimit.consume(`email:${email}`),
      services.signInLimit.consume(`from:${address}`, 0.5),
    ]);
    return false;
  } catch {
    services.log.warn({ from: address }, "sign-in throttled");
    return true;
  }
}

interface SignInRequest {
  headers?: Record<string, unknown>;
}

/** The account, with a new session. `null`: the e-mail address or the password is wrong, and nobody learns which. */
async function signIn(input: unknown, request: SignInRequest) {
  const services = await openServices();
  const credentials = Credentials.safeParse(input);
  if (!credentials.success) return null;
  const { email, password } = credentials.data;
  const address = String(request.headers?.["x-forwarded-for"] ?? "unknown");
  // The page knows the word.
  if (await isThrottled(services, email, address)) throw new Error("throttled");
  const account = await services.accounts.findByEmail(email);
  const isRight = await verifyPassword(password, account?.passwordHash ?? NOBODYS_PASSWORD);
  services.log.info({ account: account?.id, success: isRight && account !== undefined }, "sign-in");
  if (!account || !isRight) return null;
  await services.signInLimit.delete(`email:${email}`);
  const createdAt = services.now();
  const session = {
    id: services.newId(),
    accountId: account.id,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + SESSION_HOURS * 3_600_000),
    userAgent: String(request.headers?.["user-agent"] ?? "").slice(0, 300) || null,
    ip: address.split(",")[0]?.trim().slice(0, 64) || null,
  };
  await services.accounts.startSession(session);
  return { id: session.id, email: account.email, name: account.name };
}

/** One request of a session. */
export interface Visit {
  unattended: boolean;
  /** Why it could not be found out whose session it is. */
  failure?: unknown;
}

/** next-auth with a cookie that carries only the id of a `Session` row: ending the row ends the session (house, D7). */
export async function authOptions(visit?: Visit): Promise<AuthOptions> {
  const { authSecret, accounts, env, now } = await openServices();
  // next-auth reads its own address from here; BASE_URL is the one setting for it.
  process.env.NEXTAUTH_URL ||= env.BASE_URL;
  const isSecure = env.BASE_URL.startsWith("https:");
  return {
    secret: authSecret,
    useSecureCookies: isSecure,
    cookies: {
      sessionToken: {
        // `__Host-`: no other host of the domain, and no page over plain http, can plant it.
        name: `${isSecure ? "__Host-" : ""}next-auth.session-token`,
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure },
      },
    },
    session: { strategy: "jwt", maxAge: SESSION_HOURS * 3_600 },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    providers: [
      CredentialsProvider({
        name: "E-mail and password",
        credentials: { email: { label: "E-mail", type: "email" }, password: { label: "Password", type: "password" } },
        authorize: (credentials, request) => signIn(credentials, request),
      }),
    ],
    callbacks: {
      // `user` is there only right after signing in; its id is the session's.
      jwt: ({ token, user }) => (user ? { sid: user.id } : { sid: token.sid }),
      async session({ session, token }) {
        const { sid } = token;
        try {
          const account = typeof sid === "string" ? await accounts.findSession(sid, now(), visit) : undefined;
          return { expires: session.expires, user: account };
        } catch (error) {
          // next-auth would take any failure for a session that is over, and nobody is signed out by a database that is down.
          if (!visit) throw error;
          visit.failure = error;
          return { expires: session.expires, user: undefined };
        }
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === "string") await accounts.endSession(token.sid, now());
      },
    },
  };
}
