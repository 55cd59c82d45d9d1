/** Signing in and out through next-auth's own routes; its client library would be four times the size of the rest of the page. */
import * as z from "zod/mini";

const Csrf = z.object({ csrfToken: z.string() });
const Answer = z.object({ url: z.string() });

/** Posts a form to next-auth, with the token that proves it is ours. */
async function post(path: string, fields: Record<string, string>): Promise<{ response: Response; url: URL }> {
  const csrf = await fetch("/api/auth/csrf", { headers: { Accept: "application/json" } });
  const { csrfToken } = Csrf.parse(await csrf.json());
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ ...fields, csrfToken, json: "true" }),
  });
  const { url } = Answer.parse(await response.json());
  return { response, url: new URL(url, window.location.origin) };
}

/** @returns what went wrong: `CredentialsSignin`, `throttled`, or another code; undefined when signed in. */
export async function signIn(credentials: { email: string; password: string }): Promise<string | undefined> {
  const { response, url } = await post("/api/auth/callback/credentials", credentials);
  return url.searchParams.get("error") ?? (response.ok ? undefined : "unknown");
}

/**
 * Ends the session on the server, then leaves with a full load: nothing that was read with it stays in memory.
 * @throws when the session may still be there
 */
export async function signOut(): Promise<void> {
  const { response, url } = await post("/api/auth/signout", {});
  // next-auth answers a refused proof with 200 and its own page to ask again.
  if (!response.ok || url.searchParams.has("csrf")) throw new Error("The session was not ended.");
  window.location.assign("/sign-in");
}
