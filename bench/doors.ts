/**
 * `npm run bench`: one GET by id, through server.ts and through plain `next start`, on one throw-away PostgreSQL, in
 * interleaved rounds of one run (docs/decisions/0004). Needs a build: `npm start` once, or `npm run build`.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../scripts/free-port.ts";
import { startPostgres } from "../scripts/postgres.ts";
import { closedLoop, type Load } from "./load.ts";

const ROUNDS = 3;
const SECONDS = 5;
const CONNECTIONS = 16;
const PEOPLE = 200;

const settings = {
  AUTH_SECRET: randomBytes(32).toString("base64url"),
  ROLLCALL_API_KEY: `rollcall_${randomBytes(24).toString("base64url")}`,
  SCIM_RATE_LIMIT: "0",
  LOG_LEVEL: "warn",
};

interface Running {
  readonly name: string;
  readonly base: string;
  readonly process: ChildProcess;
}

async function serve(name: string, script: readonly string[], databaseUrl: string): Promise<Running> {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const env = { ...process.env, ...settings, NODE_ENV: "production", DATABASE_URL: databaseUrl } as const;
  const child = spawn(process.execPath, [...script.map((part) => part.replace("$PORT", String(port)))], {
    env: { ...env, PORT: String(port), HOST: "127.0.0.1", BASE_URL: base },
    stdio: ["ignore", "ignore", "inherit"],
  });
  for (let attempt = 0; attempt < 150; attempt++) {
    const ready = await fetch(`${base}/readyz`).catch(() => undefined);
    if (ready?.ok) return { name, base, process: child };
    await sleep(200);
  }
  throw new Error(`${name} did not become ready within 30 s.`);
}

async function post<Body>(url: string, credential: string, body: object): Promise<Body> {
  const headers = { authorization: `Bearer ${credential}`, "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`POST ${url} was answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Body;
}

async function populate(base: string): Promise<{ token: string; ids: string[] }> {
  const organization = await post<{ id: string }>(`${base}/v1/organizations`, settings.ROLLCALL_API_KEY, {
    name: "Bench",
  });
  const tokens = `${base}/v1/organizations/${organization.id}/scim/tokens`;
  const { token } = await post<{ token: string }>(tokens, settings.ROLLCALL_API_KEY, { name: "Bench" });
  const ids: string[] = [];
  for (let index = 0; index < PEOPLE; index++) {
    const userName = `person.${index}@bench.test`;
    const emails = [{ value: userName, type: "work", primary: true }];
    ids.push((await post<{ id: string }>(`${base}/scim/v2/Users`, token, { userName, emails })).id);
  }
  return { token, ids };
}

const median = (values: number[]) => values.sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;

function report(results: Map<string, Load[]>): void {
  console.log(`\nGET /scim/v2/Users/{id}: ${CONNECTIONS} connections, median of ${ROUNDS} rounds of ${SECONDS} s`);
  console.log("door             requests/s   median ms   p99 ms   wrong");
  for (const [name, loads] of results) {
    const of = (key: keyof Load) => median(loads.map((load) => load[key]));
    const wrong = loads.reduce((sum, load) => sum + load.wrong, 0);
    const numbers = [
      of("perSecond").toFixed(0).padStart(10),
      of("medianMs").toFixed(1).padStart(11),
      of("p99Ms").toFixed(1).padStart(8),
    ];
    console.log(`${name.padEnd(16)} ${numbers.join(" ")} ${String(wrong).padStart(7)}`);
  }
}

const postgres = await startPostgres();
const running: Running[] = [];
try {
  console.log("Starting both doors on one PostgreSQL …");
  // server.ts first: it applies the migrations that plain Next expects to find.
  running.push(await serve("server.ts", ["server.ts"], postgres.url));
  running.push(
    await serve(
      "plain Next",
      ["node_modules/next/dist/bin/next", "start", "-p", "$PORT", "-H", "127.0.0.1"],
      postgres.url,
    ),
  );
  const { token, ids } = await populate(running[0]?.base ?? "");
  const results = new Map<string, Load[]>(running.map(({ name }) => [name, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { name, base } of running) {
      const load = await closedLoop(
        ids.map((id) => `${base}/scim/v2/Users/${id}`),
        {
          connections: CONNECTIONS,
          seconds: round === 0 ? 2 : SECONDS,
          headers: { authorization: `Bearer ${token}` },
          isRight: ({ status, body }) => status === 200 && body.includes("@bench.test"),
        },
      );
      console.log(`${round === 0 ? "warm-up" : `round ${round}`}  ${name}: ${load.perSecond.toFixed(0)}/s`);
      if (round > 0) results.get(name)?.push(load);
    }
  }
  report(results);
} finally {
  for (const { process } of running) process.kill("SIGKILL");
  await postgres.stop();
}
