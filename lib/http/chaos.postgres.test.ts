/**
 * The process is killed and PostgreSQL crashes while a provider works: what was answered is in the feed and reaches the
 * receiver, once by id and in each person's order. It takes minutes, so it only runs with CHAOS_CHANGES=2000 or so.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CreateWebhookEndpoint } from "#lib/contract/webhooks.ts";
import { openPostgres } from "#lib/db/database.ts";
import { applyMigrations } from "#lib/db/migrations.ts";
import { createWebhookEndpoint } from "#lib/directory/webhooks.ts";
import { AUTH_SECRET, addDirectory, operator, serve } from "#lib/testing/test-instance.ts";
import { openSink, type Sink } from "#lib/testing/webhook-sink.ts";
import { freePort } from "../../scripts/free-port.ts";
import { startPostgres, type TemporaryPostgres } from "../../scripts/postgres.ts";

const CHANGES = Number(process.env.CHAOS_CHANGES ?? 0);
const PEOPLE = 8;
/** Answered changes between two blows: by progress instead of time, so that a slow machine gets on too. */
const SPARED = { least: 5, most: 25 };

let postgres: TemporaryPostgres;
let sink: Sink;
beforeAll(async () => {
  if (CHANGES === 0) return;
  const temporary = await startPostgres();
  // A process that crashes leaves what it wrote to the operating system: only the wait for that is needed, not fsync.
  postgres = { ...temporary, url: `${temporary.url}?options=${encodeURIComponent("-c synchronous_commit=on")}` };
  sink = await openSink();
}, 60_000);
afterAll(async () => {
  await sink?.close();
  await postgres?.stop();
});

/** A process that is started again whenever it is gone, until it is told to stay down. */
function mortalServer(port: number) {
  let child: ChildProcess | undefined;
  let isOver = false;
  let kills = 0;
  const start = () => {
    if (isOver) return;
    child = spawn(process.execPath, ["lib/testing/scim-process.ts"], {
      env: {
        ...process.env,
        NODE_ENV: "production",
        PORT: String(port),
        DATABASE_URL: postgres.url,
        AUTH_SECRET,
        BASE_URL: "https://rollcall.test",
        LOG_LEVEL: "silent",
        SCIM_RATE_LIMIT: "0",
        ALLOW_PRIVATE_WEBHOOKS: "true",
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
    child.once("close", start);
  };
  start();
  return {
    kill() {
      kills += 1;
      child?.kill("SIGKILL");
    },
    kills: () => kills,
    stop() {
      isOver = true;
      child?.kill("SIGKILL");
    },
  };
}

/** Ends one of the server's own processes the hard way: PostgreSQL then cuts everybody off and recovers from its log. */
async function crashPostgres(): Promise<void> {
  const database = await openPostgres(postgres.url);
  try {
    const [row] = await database.sql.query<{ pid: number }>("select pg_backend_pid() as pid");
    process.kill(row?.pid ?? 0, "SIGKILL");
    await pause(200);
  } catch {
    // It was down already.
  } finally {
    await database.close().catch(() => {});
  }
}

/** Asks until there is an answer that says something about the request itself. */
async function insist(url: string, token: string, method: string, body?: unknown) {
  for (;;) {
    try {
      const response = await fetch(url, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/scim+json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(10_000),
      });
      const answer = await response.text();
      if (response.status < 500 && response.status !== 429) {
        return { status: response.status, body: answer === "" ? {} : JSON.parse(answer) };
      }
    } catch {
      // Cut, refused or too slow: as a provider would, again.
    }
    await pause(100);
  }
}

/** Changes that were answered so far. */
let answered = 0;

/** One person's life, change after change. @returns the titles that were answered, in order */
async function live(base: string, token: string, number: number, changes: number): Promise<string[]> {
  const userName = `chaos-${number}@x.example`;
  const schemas = ["urn:ietf:params:scim:schemas:core:2.0:User"];
  const created = await insist(`${base}/Users`, token, "POST", { schemas, userName, title: "v0" });
  let id = created.body.id as string;
  if (created.status === 409) {
    const found = await insist(`${base}/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`, token, "GET");
    id = found.body.Resources[0].id;
  }
  const titles = ["v0"];
  for (let n = 1; n < changes; n++) {
    const title = `v${n}`;
    const active = n % 7 !== 3;
    const answer =
      n % 2 === 0
        ? await insist(`${base}/Users/${id}`, token, "PUT", { schemas, userName, title, active })
        : await insist(`${base}/Users/${id}`, token, "PATCH", {
            schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            Operations: [{ op: "replace", value: { title, active } }],
          });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    answered += 1;
    titles.push(title);
  }
  return titles;
}

test.skipIf(CHANGES === 0)(
  `${CHANGES} changes among kills and crashes: answered = events = deliveries, in each person's order`,
  async () => {
    const database = await openPostgres(postgres.url);
    await applyMigrations(database.adapter);
    const services = serve(database, { ALLOW_PRIVATE_WEBHOOKS: "true" });
    const directory = await addDirectory(services);
    const input = CreateWebhookEndpoint.parse({ url: sink.url("/chaos"), events: ["dsync.user.*"] });
    const { organizationId } = directory;
    await createWebhookEndpoint(operator(services), organizationId, input);
    await database.close();

    const port = await freePort();
    const server = mortalServer(port);
    let crashes = 0;
    let isOver = false;
    const blows = (async () => {
      let spared = SPARED.least;
      for (let n = 0; !isOver; await pause(20)) {
        if (answered < spared) continue;
        spared = answered + SPARED.least + Math.random() * (SPARED.most - SPARED.least);
        n += 1;
        if (n % 3 === 0) {
          crashes += 1;
          await crashPostgres();
        } else server.kill();
      }
    })();
    const base = `http://127.0.0.1:${port}/scim/v2`;
    const lives = await Promise.all(
      Array.from({ length: PEOPLE }, (_, n) => live(base, directory.token, n, Math.ceil(CHANGES / PEOPLE))),
    );
    isOver = true;
    await blows;
    expect(server.kills() + crashes).toBeGreaterThan(0);

    // From here on nothing more is broken: whatever is left is sent within the lease.
    const after = await openPostgres(postgres.url);
    const unfinished = () =>
      after.sql.query<{ n: number }>(
        `select (select count(*) from event where sequence is null)::int
        + (select count(*) from webhook_delivery where state <> 'delivered')::int as n`,
      );
    const deadline = Date.now() + 40_000;
    while ((await unfinished())[0]?.n !== 0 && Date.now() < deadline) await pause(200);
    server.stop();
    const events = await after.sql.query<{ id: string; type: string; name: string; title: string }>(
      `select id, type, data ->> 'username' as name, data ->> 'job_title' as title from event
     where organization_id = $1 and type like 'dsync.user.%' order by sequence`,
      [organizationId],
    );
    const delivered = await after.sql.query<{ event_id: string }>(
      "select event_id from webhook_delivery where organization_id = $1 and state = 'delivered'",
      [organizationId],
    );
    await after.close();

    const seen = new Set<string>();
    const received = sink.at("/chaos").filter(({ event }) => !seen.has(event.id) && seen.add(event.id));
    const ids = (list: readonly string[]) => [...list].sort();
    expect(ids(delivered.map(({ event_id }) => event_id))).toEqual(ids(events.map(({ id }) => id)));
    expect(ids(received.map(({ event }) => event.id))).toEqual(ids(events.map(({ id }) => id)));
    for (const [n, titles] of lives.entries()) {
      const name = `chaos-${n}@x.example`;
      expect(events.filter((event) => event.name === name).map(({ title }) => title)).toEqual(titles);
      const arrived = received
        .filter(({ event }) => event.data.username === name)
        .map(({ event }) => event.data.job_title);
      expect(arrived).toEqual(titles);
    }
    console.info(
      `chaos: ${events.length} events, ${sink.at("/chaos").length} deliveries (${sink.at("/chaos").length - events.length} repeated), ${server.kills()} kills, ${crashes} crashes of PostgreSQL`,
    );
  },
  900_000,
);
