import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { report, Stop } from "./failure.mjs";
import { freePort } from "./free-port.ts";
import { needPostgresBinaries } from "./postgres-binaries.ts";

/** A PostgreSQL of our own; `stop` ends it and removes all it wrote. */
export type TemporaryPostgres = { url: string; stop(): Promise<void> };

type Options = {
  /** Keep the guarantees of a real installation (fsync and the like), for crash tests and measurements. */
  durable?: boolean;
  /** Hears what takes long, such as an installation. */
  say?: (line: string) => void;
};

type Identity = { uid?: number; gid?: number };

// This shell outlives us when we are killed: its input then ends, and it stops the server and removes the folder. It asks
// again and again, because initdb does not hear it.
const supervise = `
  folder=$1 binaries=$2 locale=$3 sync=$4; shift 4
  exec 3<&0
  {
    "$binaries/initdb" -D "$folder/data" -U rollcall -E UTF8 "--locale=$locale" \\
      -A scram-sha-256 "--pwfile=$folder/password" $sync >/dev/null &&
    exec "$binaries/postgres" -D "$folder/data" "$@"
  } 3<&- </dev/null &
  server=$!
  trap '' HUP INT TERM
  { cat <&3 >/dev/null; while kill -QUIT $server; do sleep 0.1; done; } 2>/dev/null &
  wait $server
  rm -rf "$folder"
`;

/** Compiling the hundreds of conditions that the tests of filters send takes ten times as long as running them. */
const fast = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off"];

/**
 * Starts a new, empty PostgreSQL in a temporary folder on a free port of the loopback address.
 * As root it runs as another user, because PostgreSQL refuses root.
 * @throws Stop when there is no server program or it does not come up
 */
export async function startPostgres({ durable = false, say = () => {} }: Options = {}): Promise<TemporaryPostgres> {
  const binaries = await needPostgresBinaries(say);
  const identity = unprivileged();
  const password = randomBytes(18).toString("base64url");
  const folder = ownedFolder(identity, password);
  const port = await freePort();
  const settings = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    "timezone=UTC",
    ...(durable ? [] : fast),
  ].flatMap((setting) => ["-c", setting]);
  const locale = process.platform === "darwin" ? "en_US.UTF-8" : "C.UTF-8";
  const sync = durable ? "" : "--no-sync";
  const supervisor = spawn("sh", ["-c", supervise, "sh", folder, binaries, locale, sync, ...settings], {
    ...identity,
    cwd: folder,
    // Nothing of our environment: it may hold secrets, and marks by which whole test runs are killed, this shell included.
    env: { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH },
    stdio: ["pipe", "ignore", "pipe"],
    detached: true,
  });
  const url = `postgresql://rollcall:${password}@127.0.0.1:${port}/rollcall`;
  const stop = () => end(supervisor);
  try {
    await createDatabase(supervisor, url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

/** A new folder, with the password in it for initdb, that belongs to the user who runs the server. */
function ownedFolder({ uid, gid }: Identity, password: string): string {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-postgres-"));
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (uid !== undefined && gid !== undefined) for (const path of [passwordFile, folder]) chownSync(path, uid, gid);
  return folder;
}

/** Waits until the server takes connections and makes the database that `url` names. */
async function createDatabase(supervisor: ChildProcess, url: string) {
  let said = "";
  let refusal = "";
  supervisor.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-4000);
  });
  const maintenance = new URL(url);
  maintenance.pathname = "/postgres";
  const deadline = Date.now() + 60_000;
  while (supervisor.exitCode === null && Date.now() < deadline) {
    const client = new Client({ connectionString: maintenance.href });
    try {
      await client.connect();
      await client.query("CREATE DATABASE rollcall");
      return;
    } catch (error) {
      refusal = error instanceof Error ? error.message : String(error);
      await sleep(50);
    } finally {
      await client.end().catch(() => {});
    }
  }
  throw new Stop("The temporary PostgreSQL did not come up; its words are above.", said || refusal);
}

async function end(supervisor: ChildProcess) {
  if (supervisor.exitCode !== null || supervisor.signalCode !== null) return;
  const gone = new Promise((resolve) => supervisor.once("exit", resolve));
  supervisor.stdin?.end();
  await gone;
}

/** The user to run the server as: ourselves, or for root `postgres`, or else `nobody`. */
function unprivileged(): Identity {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, name], { encoding: "utf8" }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Stop(
    "PostgreSQL does not run as root, and there is no user `postgres` or `nobody` here: make one of them.",
  );
}

async function runUntilInterrupted() {
  const { url, stop } = await startPostgres({ durable: process.argv.includes("--durable"), say: console.error });
  console.log(url);
  const signal = new Promise((resolve) => {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(name, resolve);
  });
  const alive = setInterval(() => {}, 60_000);
  await signal;
  clearInterval(alive);
  await stop();
}

if (import.meta.main) {
  await runUntilInterrupted().catch((error) => {
    process.exitCode = report(error);
  });
}
