/** What the processes on one PostgreSQL tell each other, by LISTEN and NOTIFY on one connection of each. */
import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "pg";
import type { Sql } from "./sql.ts";

/**
 * `credentials`: a token, its directory or what belongs to it has changed, so nobody may trust what is remembered.
 * `usage`: operations counted against rate limits since the last word.
 */
export type Channel = "credentials" | "usage";

const CONNECT_MS = 5_000;
/** Between two attempts to connect; each waits twice as long as the last. */
const PAUSE_MS = { first: 100, longest: 10_000 } as const;

/** Who wants to know. Messages of the own process are heard too. */
export interface Listener {
  readonly channel: Channel;
  /** At most 8,000 bytes of text. */
  heard(text: string): void;
  /** From here on everything is heard; what was said before, at the start or while the connection was broken, was not. */
  startedListening?(): void;
}

interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface ProcessMessages {
  announce(channel: Channel, text?: string): Promise<void>;
  /** From now on until the database is closed. */
  hear(log: Log, listeners: readonly Listener[]): void;
}

const nameOf = (channel: Channel) => `rollcall_${channel}`;

export async function announce(sql: Sql, channel: Channel, text = ""): Promise<void> {
  await sql.query("select pg_notify($1, $2)", [nameOf(channel), text]);
}

/**
 * Listens on a connection of its own, which is opened again whenever it breaks. It neither keeps the process alive nor
 * ends it. @returns how to stop
 */
export function listen(url: string, log: Log, listeners: readonly Listener[]): () => Promise<void> {
  const stopping = new AbortController();
  const ended = keepListening(url, log, listeners, stopping.signal);
  return () => {
    stopping.abort();
    return ended;
  };
}

async function keepListening(url: string, log: Log, listeners: readonly Listener[], signal: AbortSignal) {
  let failures = 0;
  const startedListening = () => {
    if (failures > 0) log.info({}, "listening to the other processes again");
    failures = 0;
    for (const listener of listeners) listener.startedListening?.();
  };
  while (!signal.aborted) {
    try {
      await listenOnce(url, { listeners, startedListening }, signal);
    } catch (error) {
      const isFirst = failures === 0 && !signal.aborted;
      if (isFirst) log.warn({ err: error }, "cannot hear the other processes; trying again");
    }
    const waitMs = Math.min(PAUSE_MS.first * 2 ** failures, PAUSE_MS.longest);
    failures += 1;
    await pause(waitMs, undefined, { ref: false, signal }).catch(() => {});
  }
}

/** Listens until the connection breaks or `signal` says stop: it ends by a throw either way. */
async function listenOnce(
  url: string,
  { listeners, startedListening }: { listeners: readonly Listener[]; startedListening(): void },
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
    client.on("notification", ({ channel, payload = "" }) => {
      for (const listener of listeners) if (nameOf(listener.channel) === channel) listener.heard(payload);
    });
    await Promise.race([client.connect(), lost]);
    const channels = [...new Set(listeners.map(({ channel }) => `listen ${nameOf(channel)}`))];
    await Promise.race([client.query(channels.join("; ")), lost]);
    unref(client);
    startedListening();
    return await lost;
  } finally {
    signal.removeEventListener("abort", stop);
    await client.end().catch(() => {});
  }
}

/** The types of `pg` do not name it. */
const unref = (client: Client) => (client as Client & { unref(): void }).unref();
