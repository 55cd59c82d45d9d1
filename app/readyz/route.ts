import { readiness } from "#lib/http/readiness.ts";

/** The database is reachable and its migrations are applied; 503 with the reason otherwise. */
export const GET = async () => {
  const { ready, reason } = await readiness();
  const headers = { "cache-control": "no-store" };
  return ready
    ? Response.json({ status: "ready" }, { headers })
    : Response.json({ status: "not ready", reason }, { status: 503, headers: { ...headers, "retry-after": "5" } });
};
