import { type ChildProcess, spawn } from "node:child_process";
import { freePort } from "../scripts/free-port.ts";
import { root } from "../scripts/stamps.mjs";

/** A server of a test's own, to be stopped, killed and started again. */
export interface OwnServer {
  origin: string;
  /** What it has printed so far. */
  output: () => string;
  /** The exit code once it is gone; `null` when a signal ended it. */
  exited: Promise<number | null>;
  kill: (signal: NodeJS.Signals) => void;
}

export interface Place {
  dataDir: string;
  port: number;
}

/** The developer's `.env` and the settings of the suite's own server must not reach this one: empty counts as absent. */
const UNSET = Object.fromEntries(
  [
    "ADMIN_EMAIL",
    "ADMIN_PASSWORD",
    "AUTH_SECRET",
    "BASE_URL",
    "DATABASE_URL",
    "ROLLCALL_API_KEY",
    "SCIM_RATE_LIMIT",
  ].map((name) => [name, ""]),
);

const started = new Set<ChildProcess>();

/** Ends every server that still runs, such as one that a failed test has left behind. */
export function killAll(): void {
  for (const child of started) child.kill("SIGKILL");
}

/** Starts `server.ts` on the embedded database, without waiting for it. */
export async function startServer({ dataDir, port }: Place, settings: Record<string, string> = {}): Promise<OwnServer> {
  const env: NodeJS.ProcessEnv = { ...process.env, ...UNSET, NODE_ENV: "production" };
  const child = spawn(process.execPath, ["server.ts"], {
    cwd: root,
    env: Object.assign(env, {
      HOST: "127.0.0.1",
      PORT: String(port),
      BASE_URL: `http://127.0.0.1:${port}`,
      DATA_DIR: dataDir,
      LOG_LEVEL: "warn",
      ...settings,
    }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (output += String(chunk)));
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { origin: `http://127.0.0.1:${port}`, output: () => output, exited, kill: (signal) => child.kill(signal) };
}

/** Starts it and waits until it says that it is ready. @throws with its output, when it ends before */
export async function startReadyServer(place: Place, settings?: Record<string, string>): Promise<OwnServer> {
  const server = await startServer(place, settings);
  const ready = async () => {
    while (!server.output().includes("Simulate")) await new Promise((resolve) => setTimeout(resolve, 50));
    return true;
  };
  const ended = server.exited.then(() => false);
  if (!(await Promise.race([ready(), ended]))) throw new Error(`The server ended:\n${server.output()}`);
  return server;
}

export { freePort };
