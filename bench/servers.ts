/** The processes that are measured, each on a database of its own in one throw-away PostgreSQL. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { freePort } from "../scripts/free-port.ts";
import { root } from "../scripts/stamps.mjs";

export interface Server {
  readonly name: string;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly token: string;
  /** Bytes of memory the process holds, where the system tells. */
  memory(): number | undefined;
  /** Milliseconds of processor time the process has used so far, where the system tells; in steps of 10. */
  processorMs(): number | undefined;
  stop(): Promise<void>;
}

/** Makes an empty database beside the one of `url`. @returns its address */
export async function addDatabase(url: string, name: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`).finally(() => client.end());
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

function start(script: string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, script, {
    cwd: root,
    env: { ...process.env, ...env, NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

async function untilReady(name: string, child: ChildProcess, url: string, init?: RequestInit): Promise<void> {
  for (let attempt = 0; attempt < 600 && child.exitCode === null; attempt++) {
    const ready = await fetch(url, init).catch(() => undefined);
    if (ready && ready.status < 500) return;
    await sleep(100);
  }
  throw new Error(`${name} did not become ready within 60 s.`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const impatient = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await gone;
  clearTimeout(impatient);
}

/** Settings that leave every duty on: the rate limit is counted, only far above what one machine can send. */
const SETTINGS = { LOG_LEVEL: "error", HOST: "127.0.0.1", SCIM_RATE_LIMIT: "1000000" };

export interface RollcallOptions {
  /** Empty: the embedded database. */
  readonly databaseUrl: string;
  /** Several processes on one database must agree on it. */
  readonly authSecret?: string;
  /** A token of an earlier process on the same database. */
  readonly token?: string;
  /** Further arguments for Node, such as `--cpu-prof`. */
  readonly nodeArguments?: readonly string[];
  /** Whether `keptMemory` will be asked. */
  readonly isCollectable?: boolean;
}

export interface RollcallServer extends Server {
  /** Another organization with a directory. @returns its token */
  addTenant(): Promise<string>;
  /** One number of `/metrics` that has no labels. */
  metric(name: string): Promise<number>;
  /** Bytes that are left when all garbage has been collected, on V8's heap and outside of it. */
  keptMemory(): Promise<number>;
}

/** Has Node collect all garbage when the signal comes. */
const COLLECTABLE = ["--expose-gc", "--import", "data:text/javascript,process.on('SIGUSR2', () => globalThis.gc())"];
const COLLECTION_MS = 1_500;

/** Rollcall as it is deployed: `server.ts` on PostgreSQL, or on the embedded database in a temporary folder. */
export async function startRollcall(options: RollcallOptions): Promise<RollcallServer> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const key = `rollcall_${randomBytes(24).toString("base64url")}`;
  const metricsToken = randomBytes(24).toString("base64url");
  const folder = mkdtempSync(join(tmpdir(), "rollcall-bench-"));
  const nodeArguments = [...(options.nodeArguments ?? []), ...(options.isCollectable ? COLLECTABLE : [])];
  const child = start([...nodeArguments, "server.ts"], {
    ...SETTINGS,
    PORT: String(port),
    BASE_URL: origin,
    DATABASE_URL: options.databaseUrl,
    DATA_DIR: folder,
    AUTH_SECRET: options.authSecret ?? randomBytes(32).toString("base64url"),
    ROLLCALL_API_KEY: key,
    METRICS_TOKEN: metricsToken,
  });
  const stop = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilReady("Rollcall", child, `${origin}/readyz`);
    const addTenant = () => issueToken(origin, key);
    const metric = (name: string) => metricOf(origin, metricsToken, name);
    const keptMemory = async () => {
      child.kill("SIGUSR2");
      await sleep(COLLECTION_MS);
      return (await metric("nodejs_heap_size_used_bytes")) + (await metric("nodejs_external_memory_bytes"));
    };
    const token = options.token ?? (await addTenant());
    return { name: "rollcall", origin, token, addTenant, metric, keptMemory, ...vitalSigns(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function metricOf(origin: string, token: string, name: string): Promise<number> {
  const response = await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  const line = (await response.text()).split("\n").find((text) => text.startsWith(`${name} `));
  if (line === undefined) throw new Error(`/metrics answered ${response.status} without ${name}.`);
  return Number(line.slice(name.length + 1));
}

/** The same app as `next start` serves it, on a database that is migrated already. */
export async function startPlainNext({ databaseUrl, authSecret = "", token = "" }: RollcallOptions): Promise<Server> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const script = ["node_modules/next/dist/bin/next", "start", "-p", String(port), "-H", "127.0.0.1"];
  const child = start(script, { ...SETTINGS, BASE_URL: origin, DATABASE_URL: databaseUrl, AUTH_SECRET: authSecret });
  try {
    await untilReady("Plain Next", child, `${origin}/readyz`);
    return { name: "plain Next", origin, token, ...vitalSigns(child), stop: () => end(child) };
  } catch (error) {
    await end(child);
    throw error;
  }
}

const TICK_MS = 10;

/** Only Linux tells without asking the process. */
function vitalSigns(child: ChildProcess): Pick<Server, "memory" | "processorMs"> {
  const read = (file: string) =>
    process.platform === "linux" && child.exitCode === null ? readFileSync(`/proc/${child.pid}/${file}`, "utf8") : "";
  return {
    memory() {
      const kilobytes = /VmRSS:\s+(\d+) kB/.exec(read("status"))?.[1];
      return kilobytes ? Number(kilobytes) * 1_024 : undefined;
    },
    processorMs() {
      // The name in parentheses may hold spaces; user and system time are the 12th and 13th field after it.
      const fields = read("stat").split(") ").at(-1)?.split(" ") ?? [];
      const [user, system] = [Number(fields[11]), Number(fields[12])];
      return Number.isNaN(user + system) ? undefined : (user + system) * TICK_MS;
    },
  };
}

async function issueToken(origin: string, key: string): Promise<string> {
  const post = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    const response = await fetch(origin + path, { method: "POST", headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`POST ${path} was answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as { id: string; token: string };
  };
  const { id } = await post("/v1/organizations", { name: "Bench" });
  return (await post(`/v1/organizations/${id}/scim/tokens`, { name: "Bench" })).token;
}

/** The bare server of `ceiling.ts`. */
export async function startCeiling(databaseUrl: string): Promise<Server> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const token = randomBytes(24).toString("base64url");
  const child = start(["bench/ceiling.ts"], { DATABASE_URL: databaseUrl, PORT: String(port), CEILING_TOKEN: token });
  const headers = { authorization: `Bearer ${token}` };
  try {
    await untilReady("The ceiling", child, `${origin}/scim/v2/Nothing`, { headers });
    return { name: "ceiling", origin, token, ...vitalSigns(child), stop: () => end(child) };
  } catch (error) {
    await end(child);
    throw error;
  }
}
