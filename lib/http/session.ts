import { getServerSession } from "next-auth";
import type { AccountRecord } from "#lib/db/account-store.ts";
import type { AdminContext } from "#lib/directory/admin-context.ts";
import { authOptions } from "./auth-options.ts";
import type { Services } from "./services.ts";

/** The signed-in account of the request at hand; the session row was looked up for it. Anything unclear is "nobody". */
export async function signedIn(): Promise<AccountRecord | undefined> {
  const session = (await getServerSession(await authOptions())) as { user?: Partial<AccountRecord> } | null;
  const { id, email, name } = session?.user ?? {};
  return id && email && name !== undefined ? { id, email, name } : undefined;
}

/** What the verbs need to know of whoever acts. */
export const adminContext = (services: Services, actor: AdminContext["actor"]): AdminContext => ({
  actor,
  stores: services.admin,
  secrets: services.secrets,
  baseUrl: services.env.BASE_URL,
  now: services.now,
  newId: services.newId,
});
