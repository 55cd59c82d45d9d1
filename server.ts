/**
 * The production server: opens and migrates the database, then serves. `/scim/v2` is answered by the very handlers that
 * Next would call, without Next around them (docs/decisions/0004); everything else is Next's.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import next from "next";
import { replyScim } from "#app/scim/v2/doors.ts";
import type { Database } from "#lib/db/database.ts";
import { applyMigrations, pendingMigrations, whileAlone } from "#lib/db/migrations.ts";
import { openConfiguredDatabase } from "#lib/db/open.ts";
import { endpointUrl } from "#lib/directory/directories.ts";
import { type Env, ensureAuthSecret, readEnv } from "#lib/env.ts";
import { stopBackgroundWork } from "#lib/http/background.ts";
import { observe } from "#lib/http/metrics.ts";
import { mintOperatorCredential } from "#lib/http/operator-credential.ts";
import { packedScripts } from "#lib/http/packed-scripts.ts";
import { transportSecurity } from "#lib/http/page-headers.ts";
import { fromIncoming, sendReply } from "#lib/http/scim-request.ts";
import { nameSender } from "#lib/http/sender.ts";
import { composeServices, provideServices, type Services } from "#lib/http/services.ts";
import { explainStartFailure } from "#lib/http/start-failure.ts";
import { type FirstRun, seed } from "./prisma/seed.ts";

const SCIM_PATH = /^\/+scim\/+v2(?=[/?]|$)/i;
const DRAIN_MS = 25_000;
/** After SIGTERM /readyz says no for so long before new connections are refused: a load balancer looks elsewhere meanwhile. */
const LEAVE_MS = 3_000;
/** Browsers connect ahead and ask nothing: Node waits for ever for a request on such a connection, a stopping server this long. */
const SILENT_MS = 1_000;

/** Says what is being done and how long it took: a long silence is a defect. */
async function step<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const began = performance.now();
  const heartbeat = setInterval(() => {
    console.log(`      ${name} … ${Math.round((performance.now() - began) / 1_000)} s`);
  }, 5_000);
  try {
    const result = await work();
    console.log(`      ${name} (${((performance.now() - began) / 1_000).toFixed(1)} s)`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}

/** Takes the port before anything else, so that a busy one is known at once. Answers 503 until `handler` is there. */
function listen(server: Server, { HOST, PORT }: Env): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(PORT, HOST, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function migrate({ sql, adapter }: Database): Promise<void> {
  const pending = await pendingMigrations(sql);
  if (pending.length > 0) await applyMigrations(adapter);
}

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

const starting: Handler = (_request, response) => {
  response.writeHead(503, { "retry-after": "5", "content-type": "text/plain" }).end("Rollcall is starting.\n");
};

async function makeHandler(env: Env): Promise<Handler> {
  const app = next({ dev: false, hostname: env.HOST, port: env.PORT });
  await app.prepare();
  const answerPage = app.getRequestHandler();
  const answerIdp: Handler = async (request, response) =>
    sendReply(request, response, await replyScim(fromIncoming(request, response)));
  const answerScript = packedScripts(resolve(import.meta.dirname, ".next"));
  const transport = transportSecurity(env.BASE_URL);
  return async (request, response) => {
    if (transport) response.setHeader("strict-transport-security", transport);
    if (await answerScript(request, response)) return;
    const url = request.url ?? "/";
    nameSender(request, env.TRUST_PROXY);
    if (SCIM_PATH.test(url)) return answerIdp(request, response);
    if (request.headers.expect !== undefined) response.writeContinue();
    return answerPage(request, response);
  };
}

/** The simulator reads the same settings: what differs from the defaults here has to be said there too. */
const simulateCommand = ({ PORT, DATA_DIR }: Env) =>
  [PORT !== 3000 && `PORT=${PORT}`, DATA_DIR !== ".data" && `DATA_DIR=${DATA_DIR}`, "npm run simulate -- okta"]
    .filter(Boolean)
    .join(" ");

function greet(services: Services, first: FirstRun | undefined): void {
  const { env, authSecret, now } = services;
  const key = first?.apiKey ?? mintOperatorCredential({ authSecret, now: now() });
  const validity = first?.apiKey ? "a management key, shown this once" : "its key is valid for five minutes";
  const signIn = first
    ? `${first.email}  ${first.password ? `password ${first.password}  (shown this once)` : "with ADMIN_PASSWORD"}`
    : "with your account";
  console.log(`
  Dashboard   ${env.BASE_URL}
  Sign in     ${signIn}
  SCIM        ${endpointUrl(env.BASE_URL)}
  Try it      curl -H "Authorization: Bearer ${key}" ${env.BASE_URL}/v1/organizations
              (${validity})
  Simulate    ${simulateCommand(env)}
`);
}

/** Stops taking requests, lets running ones end, writes what is waiting, closes the database. */
function stopOnSignal(server: Server, silent: Set<Socket>, { activity, strangers, database, life }: Services): void {
  const stop = async (signal: NodeJS.Signals) => {
    if (life.stopping) process.exit(1);
    life.stopping = true;
    console.log("\nStopping: requests under way are finished first. Ctrl-C again stops at once.");
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    if (signal === "SIGTERM") await pause(LEAVE_MS);
    server.closeIdleConnections();
    const closed = new Promise((resolve) => server.close(resolve));
    setTimeout(() => [...silent].map((socket) => socket.destroy()), SILENT_MS).unref();
    await closed;
    await stopBackgroundWork();
    await activity.flush();
    await strangers.flush();
    await database.close();
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

async function start(): Promise<void> {
  let env: Env | undefined;
  try {
    env = readEnv();
    const settings = env;
    let handler = starting;
    // Slow senders are cut off: 15 s for the headers, 60 s for the whole request.
    const limits = {
      headersTimeout: 15_000,
      requestTimeout: 60_000,
      connectionsCheckingInterval: 5_000,
      keepAliveTimeout: 65_000,
    };
    const life = { stopping: false };
    let log: Services["log"] | undefined;
    const silent = new Set<Socket>();
    const answer: Handler = (request, response) => {
      silent.delete(request.socket);
      // Whoever asks again on a kept connection would keep a stopping process alive for ever.
      if (life.stopping) response.shouldKeepAlive = false;
      observe(request, response, log);
      return handler(request, response);
    };
    // Who reads the body asks for it.
    const server = createServer(limits, answer).on("checkContinue", answer);
    server.on("connection", (socket) => silent.add(socket.once("close", () => silent.delete(socket))));
    await listen(server, settings);
    const authSecret = ensureAuthSecret(settings);
    const database = await step("Open the database", () => openConfiguredDatabase(settings));
    const services = { ...composeServices(settings, authSecret, database), life };
    log = services.log;
    const first = await whileAlone(database.sql, async () => {
      await step("Apply migrations", () => migrate(database));
      return step("Look for the first account", () => seed(services));
    });
    provideServices(services);
    handler = await step("Load the app", () => makeHandler(settings));
    stopOnSignal(server, silent, services);
    greet(services, first);
  } catch (error) {
    console.error(`\n${explainStartFailure(error, env)}\n`);
    if (process.env.LOG_LEVEL === "debug") console.error(error);
    process.exit(1);
  }
}

await start();
