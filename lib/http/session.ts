import { headers } from "next/headers";
import { getServerSession } from "next-auth";
import type { SessionRecord } from "#lib/db/account-store.ts";
import type { ActOrigin, Actor, AdminContext } from "#lib/directory/admin-context.ts";
import { authOptions, type Visit } from "./auth-options.ts";
import type { Services } from "./services.ts";

/** Set by the dashboard on what it asks while nobody touches it (lib/client/request.ts). */
export const UNATTENDED_HEADER = "x-rollcall-unattended";

/**
 * The session of the request at hand; its row was looked up for it. Anything unclear is "nobody".
 * @throws DirectoryError unavailable when the database does not answer
 */
export async function signedIn(): Promise<SessionRecord | undefined> {
  const visit: Visit = { unattended: (await headers()).get(UNATTENDED_HEADER) !== null };
  const session = (await getServerSession(await authOptions(visit))) as { user?: Partial<SessionRecord> } | null;
  if (visit.failure) throw visit.failure;
  const { id, email, name, sessionId, confirmedAt } = session?.user ?? {};
  if (!id || !email || name === undefined || !sessionId || !confirmedAt) return undefined;
  return { id, email, name, sessionId, confirmedAt: new Date(confirmedAt) };
}

/** The account of a session, as whoever acts. */
export const actorOfSession = ({ id, email, sessionId, confirmedAt }: SessionRecord): Actor => ({
  kind: "account",
  id,
  name: email,
  sessionId,
  confirmedAt,
});

/** As background.ts shares them; a process without jobs leaves the work to the others, who look every minute. */
const shared = globalThis as typeof globalThis & {
  rollcallJobs?: Promise<{ wake(queue: string): Promise<void> } | undefined>;
};

async function wakeJobs(queue: string, { log }: Services): Promise<void> {
  try {
    await (await shared.rollcallJobs)?.wake(queue);
  } catch (error) {
    log.warn({ err: error, queue }, "background work was not woken; it is looked for every minute");
  }
}

/** What the verbs need to know of whoever acts. */
export const adminContext = (services: Services, actor: Actor, origin?: ActOrigin): AdminContext => ({
  actor,
  ...(origin && { origin }),
  stores: services.admin,
  outside: services.outside,
  secrets: services.secrets,
  vault: services.vault,
  targets: { allowPrivate: services.env.ALLOW_PRIVATE_WEBHOOKS, baseUrl: services.env.BASE_URL },
  baseUrl: services.env.BASE_URL,
  wakeRuns: () => void wakeJobs("mapping-runs", services),
  now: services.now,
  newId: services.newId,
});
