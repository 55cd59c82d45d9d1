import type { AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { NOBODYS_PASSWORD, verifyPassword } from "#lib/auth/password.ts";
import { services as openServices, type Services } from "./services.ts";

const SESSION_HOURS = 12;

const Credentials = z.object({
  email: z
    .email()
    .max(254)
    .transform((email) => email.toLowerCase()),
  password: z.string().min(1).max(1_000),
});

/** Too many attempts with this e-mail address or from this network address. The page knows the word. */
async function throttle(services: Services, email: string, address: string): Promise<void> {
  try {
    await Promise.all([
      services.signInLimit.consume(`email:${email}`),
      services.signInLimit.consume(`from:${address}`, 0.5),
    ]);
  } catch {
    services.log.warn({ from: address }, "sign-in throttled");
    throw new Error("throttled");
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
  await throttle(services, email, String(request.headers?.["x-forwarded-for"] ?? "unknown"));
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
  };
  await services.accounts.startSession(session);
  return { id: session.id, email: account.email, name: account.name };
}

/** next-auth with a cookie that carries only the id of a `Session` row: ending the row ends the session (house, D7). */
export async function authOptions(): Promise<AuthOptions> {
  const { authSecret, accounts, env, now } = await openServices();
  // next-auth reads its own address from here; BASE_URL is the one setting for it.
  process.env.NEXTAUTH_URL ||= env.BASE_URL;
  return {
    secret: authSecret,
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
        const account = typeof token.sid === "string" ? await accounts.findSession(token.sid, now()) : undefined;
        return { expires: session.expires, user: account };
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === "string") await accounts.endSession(token.sid, now());
      },
    },
  };
}
