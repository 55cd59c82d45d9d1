/** Numbers for Prometheus. Next's bundle and Node each have a copy of this module; the registry is on `globalThis`. */
import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { bearerOf } from "./bearer.ts";
import type { Services } from "./services.ts";

interface Meters {
  readonly registry: Registry;
  readonly requests: Counter<"door" | "method" | "status">;
  readonly duration: Histogram<"door">;
  readonly pool: Gauge<"state">;
  readonly deliveries: Gauge<"state">;
  readonly attempts: Gauge<"result">;
  readonly jobs: Gauge<"queue" | "state">;
  readonly eventsWaiting: Gauge;
  readonly eventLag: Gauge;
  readonly deliveryLag: Gauge;
}

function makeMeters(): Meters {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge<Label>({ name: `rollcall_${name}`, help, labelNames, registers });
  return {
    registry,
    requests: new Counter({
      name: "rollcall_http_requests_total",
      help: "Requests answered, by door, method and status",
      labelNames: ["door", "method", "status"],
      registers,
    }),
    duration: new Histogram({
      name: "rollcall_http_request_duration_seconds",
      help: "Seconds from the request's arrival to the end of its answer, by door",
      labelNames: ["door"],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    pool: gauge("database_connections", "Connections of this process's pool; waiting: requests without one", ["state"]),
    deliveries: gauge("webhook_deliveries", "Webhook deliveries kept, by state", ["state"]),
    attempts: gauge("webhook_attempts_last_hour", "Attempts to deliver in the last hour, by result", ["result"]),
    jobs: gauge("jobs", "Background work by queue and state", ["queue", "state"]),
    eventsWaiting: gauge("events_waiting", "Events without a place in the feed yet"),
    eventLag: gauge("event_lag_seconds", "Age of the oldest event without a place in the feed"),
    deliveryLag: gauge("webhook_lag_seconds", "Age of the oldest delivery whose first attempt is due"),
  };
}

const shared = globalThis as typeof globalThis & { rollcallMeters?: Meters };

function meters(): Meters {
  shared.rollcallMeters ??= makeMeters();
  return shared.rollcallMeters;
}

const DOORS: readonly [RegExp, string][] = [
  [/^\/+scim\//i, "scim"],
  [/^\/v1\//, "v1"],
  [/^\/oauth\//, "oauth"],
  [/^\/api\/v2\//, "auth0"],
  [/^\/(directories|directory_users|directory_groups|events|webhook_endpoints|portal)(?=[/?]|$)/, "workos"],
  [/^\/api\//, "dashboard"],
  [/^\/(healthz|readyz|metrics|openapi\.json|llms\.txt)/, "operating"],
  [/^\/_next\//, "static"],
];

/** A word of a small set: an address itself would make a series of its own. */
export const doorOf = (url: string): string => DOORS.find(([pattern]) => pattern.test(url))?.[1] ?? "page";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Counts the request once its answer has gone out, and says so in the log where LOG_LEVEL is debug. */
export function observe(request: IncomingMessage, response: ServerResponse, log: Services["log"] | undefined): void {
  const began = performance.now();
  const { url = "/", method = "GET" } = request;
  response.once("close", () => {
    const seconds = (performance.now() - began) / 1_000;
    const { requests, duration } = meters();
    const door = doorOf(url);
    const name = METHODS.has(method) ? method : "other";
    requests.inc({ door, method: name, status: String(response.statusCode) });
    duration.observe({ door }, seconds);
    const requestId = response.getHeader("x-request-id");
    const path = url.split("?")[0];
    log?.debug(
      { requestId, door, method, path, status: response.statusCode, ms: Math.round(seconds * 1_000) },
      "request",
    );
  });
}

async function collect({ measures, database }: Services): Promise<void> {
  const all = meters();
  const counted = await measures.measure();
  for (const gauge of [all.deliveries, all.attempts, all.jobs]) gauge.reset();
  for (const { state, count } of counted.deliveries) all.deliveries.set({ state }, count);
  for (const { reason, count } of counted.attempts) all.attempts.set({ result: reason }, count);
  for (const { queue, state, count } of counted.jobs) all.jobs.set({ queue, state }, count);
  all.eventsWaiting.set(counted.eventsWaiting);
  all.eventLag.set(counted.eventLagSeconds);
  all.deliveryLag.set(counted.deliveryLagSeconds);
  const pool = database.connections();
  for (const [state, count] of Object.entries(pool)) all.pool.set({ state }, count);
}

function isAllowed(request: Request, token: string, secrets: Services["secrets"]): boolean {
  const given = bearerOf(request.headers.get("authorization"));
  return given !== undefined && timingSafeEqual(secrets.hash(given), secrets.hash(token));
}

const plain = (status: number, text: string, headers: Record<string, string> = {}) =>
  new Response(text, { status, headers: { "content-type": "text/plain", "cache-control": "no-store", ...headers } });

/**
 * Answers Prometheus, which sends METRICS_TOKEN as a bearer token. Without that setting there is nothing here. What the
 * database counts is left out while it does not answer: the process's own numbers matter most just then.
 */
export async function answerMetrics(request: Request, services: Services): Promise<Response> {
  const { METRICS_TOKEN: token } = services.env;
  if (!token) return plain(404, "Set METRICS_TOKEN to open this address.\n");
  if (!isAllowed(request, token, services.secrets)) {
    return plain(401, "Send METRICS_TOKEN as Authorization: Bearer <token>.\n", { "www-authenticate": "Bearer" });
  }
  await collect(services).catch((error) => services.log.warn({ err: error }, "the database could not be measured"));
  const { registry } = meters();
  return plain(200, await registry.metrics(), { "content-type": registry.contentType });
}
