/** Tells every process on one PostgreSQL that a credential or directory changed, so that none trusts what it remembers. */
import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "pg";
import type { Sql } from "./sql.ts";

const CHANNEL = "rollcall_credentials";
const CONNECT_MS = 5_000;
/** Between two attempts to connect; each waits twice as long as the last. */
const PAUSE_MS = { first: 100, longest: 10_000 } as const;

/** Who wants to know. */
export interface CredentialListener {
  /** Something changed in some process, or may have changed while this one could not hear of it. */
  forget(): void;
  readonly log: { info(facts: object, message: string): void; warn(facts: object, message: string): void };
}

export async function announceCredentialChange(sql: Sql): Promise<void> {
  await sql.query("select pg_notify($1, '')", [CHANNEL]);
}

/**
 * Listens on a connection of its own, which is opened again whenever it breaks. It neither keeps the process alive nor
 * ends it. @returns how to stop
 */
export function listenForCredentialChanges(url: string, listener: CredentialListener): () => Promise<void> {
  const stopping = new AbortController();
  const ended = keepListening(url, listener, stopping.signal);
  return () => {
    stopping.abort();
    return ended;
  };
}

async function keepListening(url: string, { forget, log }: CredentialListener, signal: AbortSignal): Promise<void> {
  let failures = 0;
  const startedListening = () => {
    if (failures > 0) log.info({}, "listening for changed credentials again");
    failures = 0;
    forget();
  };
  while (!signal.aborted) {
    try {
      await listenOnce(url, { startedListening, forget }, signal);
    } catch (error) {
      const isFirst = failures === 0 && !signal.aborted;
      if (isFirst) log.warn({ err: error }, "cannot hear of credentials changed elsewhere; trying again");
    }
    const waitMs = Math.min(PAUSE_MS.first * 2 ** failures, PAUSE_MS.longest);
    failures += 1;
    await pause(waitMs, undefined, { ref: false, signal }).catch(() => {});
  }
}

/** Listens until the connection breaks or `signal` says stop: it ends by a throw either way. */
async function listenOnce(
  url: string,
  heard: { startedListening(): void; forget(): void },
  signal: AbortSignal,
): Promise<never> {
  const { Client } = (await import("pg")).default;
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    application_name: "rollcall listener",
  });
  let stop = () => {};
  const lost = new Promise<never>((_, reject) => {
    stop = () => reject(new Error("Stopped listening."));
    client.on("error", reject);
    client.on("end", () => reject(new Error("The connection was closed.")));
  });
  lost.catch(() => {});
  signal.addEventListener("abort", stop);
  try {
    client.on("notification", heard.forget);
    await Promise.race([client.connect(), lost]);
    await Promise.race([client.query(`listen ${CHANNEL}`), lost]);
    unref(client);
    heard.startedListening();
    return await lost;
  } finally {
    signal.removeEventListener("abort", stop);
    await client.end().catch(() => {});
  }
}

/** The types of `pg` do not name it. */
const unref = (client: Client) => (client as Client & { unref(): void }).unref();
