import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type APIRequestContext, request as http } from "@playwright/test";
import { identityProvider } from "../scripts/simulate/identity-provider.ts";
import { runPhases } from "../scripts/simulate/simulate.ts";
import { expect, test } from "./fixtures.ts";
import { type DirectoryAccess, managementClient } from "./management.ts";
import { freePort, killAll, type OwnServer, type Place, startReadyServer, startServer } from "./own-server.ts";
import { fillInSignIn, open, signInOverHttp } from "./sign-in.ts";

test("the server says that it is up and ready, to anybody and never from a cache", async ({ request }) => {
  const health = await request.get("/healthz");
  expect(health.status()).toBe(200);
  expect(await health.json()).toEqual({ status: "ok" });
  const ready = await request.get("/readyz");
  expect(ready.status()).toBe(200);
  expect(await ready.json()).toEqual({ status: "ready" });
  for (const answer of [health, ready]) expect(answer.headers()["cache-control"]).toBe("no-store");
});

test("pages tell browsers not to guess types, not to frame them and not to say where one came from", async ({
  request,
}) => {
  const headers = (await request.get("/sign-in")).headers();
  expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "DENY" });
  expect(headers["x-powered-by"]).toBeUndefined();
});

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: string | number };
}
interface SentSpan {
  name: string;
  attributes: Attribute[];
}
interface Traces {
  resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[];
}

/** A collector of OpenTelemetry that keeps the spans it is sent (OTLP, JSON over HTTP). */
async function openCollector() {
  const spans: SentSpan[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const sent = JSON.parse(Buffer.concat(parts).toString()) as Traces;
    for (const { scopeSpans } of sent.resourceSpans) spans.push(...scopeSpans.flatMap((scope) => scope.spans));
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    named: (name: string) =>
      spans
        .filter((span) => span.name === name)
        .map(({ attributes }) =>
          Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue)])),
        ),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What the first start printed, and what was made with it. */
interface Memory {
  email: string;
  password: string;
  directory: DirectoryAccess;
  userLocation: string;
}

test.describe("a server of its own", () => {
  // One data folder through first start, restart, kill and restart: each test goes on where the last one ended.
  test.describe.configure({ mode: "serial" });

  let place: Place;
  let server: OwnServer;
  let memory: Memory;
  let collector: Awaited<ReturnType<typeof openCollector>>;

  test.beforeAll(async () => {
    place = { dataDir: mkdtempSync(join(tmpdir(), "rollcall-own-")), port: await freePort() };
    collector = await openCollector();
    server = await startReadyServer(place, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  });

  test.afterAll(async () => {
    killAll();
    await server?.exited;
    collector.close();
    rmSync(place.dataDir, { recursive: true, force: true });
  });

  test("the password that the first start prints signs in, and its curl line works", async ({ page }) => {
    const printed = server.output();
    const [, email = "", password = ""] = /Sign in\s+(\S+)\s+password (\S+)/.exec(printed) ?? [];
    const [, key = "", address = ""] = /curl -H "Authorization: Bearer (\S+)" (\S+)/.exec(printed) ?? [];
    expect(password, printed).toMatch(/^(\w{4}-){4}\w{4}$/);
    await open(page, `${server.origin}/sign-in`);
    await fillInSignIn(page, { email, password });
    await expect(page.getByRole("heading", { level: 1, name: "Directory sync" })).toBeVisible();

    const pasted = await fetch(address, { headers: { authorization: `Bearer ${key}` } });
    const organizations = await pasted.json();
    expect(organizations.data).toHaveLength(1);
    memory = { email, password, ...(await makeDirectory(server.origin, key, organizations.data[0].id)) };
  });

  test("a collector that is named is sent a span of each SCIM request, with the request's id", async () => {
    const { base, token } = memory.directory;
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${base}Users?filter=${encodeURIComponent('userName eq "stays@example.test"')}`, {
      headers,
    });
    expect(answer.status).toBe(200);
    const idsOf = () => collector.named("GET /scim/v2/Users").map((span) => span["rollcall.request.id"]);
    await expect.poll(idsOf, { timeout: 15_000 }).toContain(answer.headers.get("x-request-id"));
    expect(collector.named("GET /scim/v2/Users")[0]).toMatchObject({
      "rollcall.directory.id": memory.directory.id,
      "http.response.status_code": 200,
    });
  });

  test("a second process on the same data folder says which one has it, and ends", async () => {
    const second = await startServer({ ...place, port: await freePort() });
    expect(await second.exited).toBe(1);
    expectOneSentence(
      second.output(),
      /The data folder .+ is in use by process \d+\. Stop that process, or set DATA_DIR/,
    );
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);
  });

  test("on a busy port it says so before it touches anything, and ends", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "rollcall-busy-"));
    const second = await startServer({ dataDir: elsewhere, port: place.port });
    expect(await second.exited).toBe(1);
    expectOneSentence(
      second.output(),
      new RegExp(`Port ${place.port} is taken by another program\\. .+PORT=\\d+ npm start`),
    );
    rmSync(elsewhere, { recursive: true, force: true });
  });

  test("a setting that makes no sense is named, and nothing starts", async () => {
    const second = await startServer({ ...place, port: await freePort() }, { SCIM_RATE_LIMIT: "lots" });
    expect(await second.exited).toBe(1);
    expectOneSentence(second.output(), /SCIM_RATE_LIMIT is a number/);
  });

  test("Ctrl-C ends it with 0 although browsers hold connections open, and a restart keeps all data", async ({
    page,
  }) => {
    await page.goto(`${server.origin}/sign-in`);
    // As browsers do ahead of a click that may never come.
    const silent = connect(place.port, "127.0.0.1");
    await once(silent, "connect");
    const session = await http.newContext({ baseURL: server.origin });
    await signInOverHttp(session, memory);
    server.kill("SIGINT");
    expect(await server.exited).toBe(0);
    server = await startReadyServer(place);
    expect(server.output()).not.toContain("password ");

    const { token } = memory.directory;
    const user = await fetch(memory.userLocation, { headers: { authorization: `Bearer ${token}` } });
    expect(await user.json()).toMatchObject({ userName: "stays@example.test" });
    expect((await session.get("/api/me")).status(), "the session from before").toBe(200);
    expect(await signInOverHttp(session, memory)).toMatchObject({ status: 200 });
    await session.dispose();
    silent.destroy();
  });

  test("kill -9 in the middle of provisioning loses nothing that was answered", async () => {
    const { base, token, id } = memory.directory;
    const answered = new Map<string, string>();
    const idp = identityProvider("okta", {
      base,
      token,
      users: 120,
      onRequest: ({ request, answer }) => {
        if (request.kind !== "create user" || answer.status !== 201) return;
        answered.set(String(answer.body?.id), String(answer.body?.userName));
        if (answered.size === 60) server.kill("SIGKILL");
      },
    });
    await expect(runPhases(idp)).rejects.toThrow("Nothing answers");
    expect(await server.exited).toBeNull();
    expect(answered.size).toBeGreaterThanOrEqual(60);

    server = await startReadyServer(place);
    for (const [userId, userName] of answered) {
      const user = await fetch(`${base}Users/${userId}`, { headers: { authorization: `Bearer ${token}` } });
      expect(await user.json(), userName).toMatchObject({ id: userId, userName });
    }
    const session = await http.newContext({ baseURL: server.origin });
    await signInOverHttp(session, memory);
    const entries = await readWholeLog(session, id);
    for (const userId of answered.keys()) expect(entries).toContainEqual({ status: 201, targetId: userId });
    await session.dispose();
  });

  test("after that the IdP runs through as if nothing had happened", async () => {
    const { base, token } = memory.directory;
    const idp = identityProvider("okta", { base, token, users: 120 });
    await idp.provisionUsers();
    await idp.pushGroups();
    expect(idp.report()).toMatchObject({ unexpected: [], people: { linked: 120, active: 120 }, groups: 3 });
  });
});

/** One clear sentence with a next step, and no stack trace. */
function expectOneSentence(output: string, sentence: RegExp): void {
  expect(output).toMatch(sentence);
  expect(output).not.toMatch(/^\s+at /m);
}

/** A directory with one person in it, made with the key that was printed. */
async function makeDirectory(origin: string, key: string, organizationId: string) {
  const extraHTTPHeaders = { authorization: `Bearer ${key}` };
  const client = await http.newContext({ baseURL: origin, extraHTTPHeaders });
  const directory = await managementClient(client).openDirectory(organizationId, "Kept", "okta_saml");
  await client.dispose();
  const response = await fetch(`${directory.base}Users`, {
    method: "POST",
    headers: { authorization: `Bearer ${directory.token}`, "content-type": "application/scim+json" },
    body: JSON.stringify({ schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: "stays@example.test" }),
  });
  expect(response.status).toBe(201);
  return { directory, userLocation: response.headers.get("location") ?? "" };
}

/** Every change in the log, page by page. */
async function readWholeLog(session: APIRequestContext, directoryId: string) {
  const entries: { status: number; targetId: string }[] = [];
  let cursor = "";
  do {
    const query = `outcome=changed&cursor=${encodeURIComponent(cursor)}`;
    const page = await (await session.get(`/api/directories/${directoryId}/log?${query}`)).json();
    for (const { status, targetId } of page.data) entries.push({ status, targetId });
    cursor = page.nextCursor;
  } while (cursor);
  return entries;
}
