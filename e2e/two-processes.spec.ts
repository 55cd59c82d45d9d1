import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, request as httpRequest, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { request as http } from "@playwright/test";
import { Client } from "pg";
import { expect, test } from "./fixtures.ts";
import { type DirectoryAccess, managementClient } from "./management.ts";
import { freePort, killAll, type OwnServer, startReadyServer } from "./own-server.ts";

/** Shares requests out between those of `ports` that say they are ready, as a load balancer with health checks does. */
async function balancer(ports: readonly number[]) {
  let turn = 0;
  const ready = new Set(ports);
  const look = setInterval(() => {
    for (const port of ports) {
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => (ok ? ready.add(port) : ready.delete(port)),
        () => ready.delete(port),
      );
    }
  }, 100);
  const server: Server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const forward = (open: readonly number[]) => {
      const [port, ...others] = open;
      if (port === undefined) return outgoing.writeHead(502).end();
      const upstream = httpRequest({ port, host: "127.0.0.1", method, path: url, headers, agent: false }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      // A connection that was refused has done nothing yet, so the next one may be tried.
      upstream.on("error", (error: NodeJS.ErrnoException) =>
        error.code === "ECONNREFUSED" ? forward(others) : outgoing.writeHead(502).end(error.code),
      );
      upstream.end();
    };
    const open = ports.filter((port) => ready.has(port));
    const first = open[turn++ % open.length];
    forward(first === undefined ? [] : [first, ...open.filter((port) => port !== first)]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return {
    origin,
    sendsTo: (port: number) => ready.has(port),
    close() {
      clearInterval(look);
      server.close();
    },
  };
}

test.describe("two processes on one PostgreSQL @postgres", () => {
  test.describe.configure({ mode: "serial" });

  const key = `rollcall_${randomBytes(24).toString("base64url")}`;
  const folder = mkdtempSync(join(tmpdir(), "rollcall-two-"));
  const name = `rollcall_two_${randomBytes(6).toString("hex")}`;
  const settings: Record<string, string> = {
    AUTH_SECRET: randomBytes(32).toString("base64url"),
    ROLLCALL_API_KEY: key,
  };
  let ports: number[];
  let servers: OwnServer[];
  let proxy: Awaited<ReturnType<typeof balancer>>;
  let directory: DirectoryAccess;

  const onServer = async (statement: string) => {
    const client = new Client({ connectionString: process.env.E2E_DATABASE_URL });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  const start = (port: number) => startReadyServer({ dataDir: folder, port }, settings);
  const at = (index: number) => `http://127.0.0.1:${ports[index]}/scim/v2`;
  const ask = (base: string, path = "/Users?count=1", init: RequestInit = {}, token = directory.token) =>
    fetch(base + path, {
      ...init,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/scim+json" },
    });
  async function manage<Result>(work: (management: ReturnType<typeof managementClient>) => Promise<Result>) {
    const extraHTTPHeaders = { authorization: `Bearer ${key}` };
    const client = await http.newContext({ baseURL: `http://127.0.0.1:${ports[0]}`, extraHTTPHeaders });
    return work(managementClient(client)).finally(() => client.dispose());
  }

  test.beforeAll(async () => {
    await onServer(`create database ${name}`);
    const url = new URL(process.env.E2E_DATABASE_URL ?? "");
    url.pathname = `/${name}`;
    settings.DATABASE_URL = url.href;
    ports = [await freePort(), await freePort()];
    // At the same moment, on an empty database: one of them migrates it and makes the first account.
    servers = await Promise.all(ports.map(start));
    proxy = await balancer(ports);
    directory = await manage(async (management) => {
      const organization = await management.createOrganization("Two");
      return management.openDirectory(organization.id, "Shared", "okta_scim");
    });
  });
  test.afterAll(async () => {
    proxy?.close();
    killAll();
    await Promise.all((servers ?? []).map(({ exited }) => exited));
    await onServer(`drop database if exists ${name} with (force)`);
    rmSync(folder, { recursive: true, force: true });
  });

  test("exactly one of them made the first account", () => {
    const made = servers.filter((server) => /password \S+-\S+/.test(server.output()));
    expect(made).toHaveLength(1);
  });

  test("what is written through one is read through the other", async () => {
    const body = JSON.stringify({ schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: "ada@two.test" });
    const created = await ask(at(0), "/Users", { method: "POST", body });
    const { id } = await created.json();
    expect((await ask(at(1), `/Users/${id}`)).status).toBe(200);
  });

  test("a token revoked through one is refused by the other, which had accepted it before", async () => {
    const issued = await manage((management) => management.issueToken(directory.organizationId, directory.id, "Gone"));
    expect((await ask(at(1), undefined, {}, issued.token)).status).toBe(200);
    await manage((management) => management.revokeToken(directory.organizationId, issued.id));
    await expect(async () => {
      expect((await ask(at(1), undefined, {}, issued.token)).status).toBe(401);
    }).toPass({ timeout: 5_000 });
  });

  test("a token's limit counts what both have answered", async () => {
    const slow = await manage(async (management) => {
      const limited = await management.openDirectory(directory.organizationId, "Slow", "okta_scim");
      const path = `/v1/organizations/${limited.organizationId}/directories/${limited.id}`;
      await management.http.patch(path, { data: { rate_limit: 10 } });
      return limited;
    });
    // 16 a second, 8 through each: more than 10 together, and never so many that one would refuse by its own count.
    let refused = 0;
    const until = Date.now() + 6_000;
    while (refused === 0 && Date.now() < until) {
      const answers = await Promise.all([0, 1].map((index) => ask(at(index), undefined, {}, slow.token)));
      refused += answers.filter(({ status }) => status === 429).length;
      await pause(110);
    }
    expect(refused).toBeGreaterThan(0);
  });

  test("restarting one after the other fails no request at 50 a second", async () => {
    let going = true;
    const answers = new Map<string, number>();
    const count = (answer: string) => answers.set(answer, (answers.get(answer) ?? 0) + 1);
    const traffic = (async () => {
      const under: Promise<unknown>[] = [];
      while (going) {
        const one = ask(`${proxy.origin}/scim/v2`).then(
          async (answer) => count(answer.ok ? "200" : `${answer.status} ${await answer.text()}`),
          (error) => count(String(error.cause ?? error)),
        );
        under.push(one);
        await pause(20);
      }
      await Promise.all(under);
    })();
    for (const index of [0, 1]) {
      servers[index]?.kill("SIGTERM");
      expect(await servers[index]?.exited).toBe(0);
      servers[index] = await start(ports[index] ?? 0);
      // Only when this one is in use again may the next one go.
      await expect.poll(() => proxy.sendsTo(ports[index] ?? 0)).toBe(true);
    }
    going = false;
    await traffic;
    expect([...answers.keys()]).toEqual(["200"]);
  });
});
