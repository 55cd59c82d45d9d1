/** Traces as a collector receives them, by HTTP. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { CreateWebhookEndpoint } from "#lib/contract/webhooks.ts";
import { startDispatcher } from "#lib/directory/webhook-dispatch.ts";
import { createWebhookEndpoint } from "#lib/directory/webhooks.ts";
import { startJobs } from "#lib/jobs/start.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { addDirectory, operator, serve, unique } from "#lib/testing/test-instance.ts";
import { openSink, type Sink } from "#lib/testing/webhook-sink.ts";
import { sender } from "#lib/webhooks/send.ts";
import { routeOf, traced, tracing } from "./tracing.ts";

interface SentSpan {
  readonly name: string;
  readonly kind: number;
  readonly status: { readonly code?: number };
  readonly attributes: Readonly<Record<string, string | number>>;
}
interface Sent {
  readonly resourceSpans: {
    readonly resource: { readonly attributes: { key: string; value: { stringValue?: string } }[] };
    readonly scopeSpans: {
      readonly spans: {
        name: string;
        kind: number;
        status: { code?: number };
        attributes: { key: string; value: { stringValue?: string; intValue?: number | string } }[];
      }[];
    }[];
  }[];
}

let database: TestDatabase;
let sink: Sink;
const received: { path: string; type: string | undefined; header: string | string[] | undefined; text: string }[] = [];
const collector = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    const { url = "", headers } = request;
    received.push({
      path: url,
      type: headers["content-type"],
      header: headers["x-tenant"],
      text: Buffer.concat(parts).toString(),
    });
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
});
beforeAll(async () => {
  database = await openTestPostgres();
  sink = await openSink();
  await new Promise<void>((done) => collector.listen(0, "127.0.0.1", done));
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  process.env.OTEL_EXPORTER_OTLP_HEADERS = "x-tenant=acme";
});
afterAll(async () => {
  delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  delete process.env.OTEL_EXPORTER_OTLP_HEADERS;
  collector.closeAllConnections();
  collector.close();
  await sink.close();
  await database.close();
});
afterEach(() => {
  tracing.rollcallTracing = undefined;
});

async function begin() {
  const { startTracing } = await import("./tracing-export.ts");
  startTracing();
}

async function sentSpans(): Promise<SentSpan[]> {
  await tracing.rollcallTracing?.flush();
  const bodies = received.map(({ text }) => JSON.parse(text) as Sent);
  return bodies
    .flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)))
    .map(({ attributes, ...span }) => ({
      ...span,
      attributes: Object.fromEntries(
        attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue)]),
      ),
    }));
}

describe("tracing", () => {
  test("sends a span for each SCIM request, delivery and job, with ids and without personal data", async () => {
    await begin();
    const services = serve(database, { ALLOW_PRIVATE_WEBHOOKS: "true" });
    const here = await addDirectory(services);
    const path = `/${unique("traced")}`;
    const input = CreateWebhookEndpoint.parse({ url: sink.url(path), events: ["dsync.user.created"] });
    const endpoint = await createWebhookEndpoint(operator(services), here.organizationId, input);
    const dispatcher = startDispatcher({
      ...services,
      send: sender({ allowPrivate: true }),
      random: () => 0.5,
      traced,
    });
    const secrets = ["zoe.quill", "Quill", "00uSECRET", here.token, endpoint.secret];
    const person = {
      userName: `${unique("zoe.quill")}@corp.example`,
      externalId: "00uSECRET",
      name: { familyName: "Quill" },
    };
    const created = await here.idp.post("/Users", person);
    await here.idp.get(`/Users/${created.body.id}`);
    await here.idp.get(`/Users?filter=${encodeURIComponent(`userName eq "${person.userName}"`)}`);
    await here.idp.get("/zoe.quill");
    await dispatcher.drain();
    await dispatcher.stop();

    const ids = { "rollcall.directory.id": here.directoryId, "rollcall.organization.id": here.organizationId };
    const spans = await sentSpans();
    const scim = spans.filter(({ attributes }) => attributes["rollcall.directory.id"] === here.directoryId);
    const post = scim.find(({ name }) => name === "POST /scim/v2/Users");
    expect(post).toMatchObject({ kind: 2, attributes: { ...ids, "http.response.status_code": 201 } });
    expect(post?.attributes["rollcall.request.id"]).toBe(created.headers.get("x-request-id"));
    expect(scim.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["GET /scim/v2/Users/{id}", "GET /scim/v2/Users", "webhook delivery"]),
    );
    const delivery = scim.find(({ name }) => name === "webhook delivery");
    expect(delivery).toMatchObject({
      kind: 3,
      attributes: {
        ...ids,
        "rollcall.endpoint.id": endpoint.id,
        "rollcall.request.id": post?.attributes["rollcall.request.id"],
        "rollcall.attempt": 1,
        "http.response.status_code": 204,
      },
    });
    expect(received[0]).toMatchObject({ path: "/v1/traces", type: "application/json", header: "acme" });
    const everything = received.map(({ text }) => text).join("");
    expect(everything).toContain('"rollcall"');
    for (const secret of [...secrets, String(created.body.id)]) expect(everything).not.toContain(secret);
  });

  test("a failure is marked by a code, not by its words, and a job is a span", async () => {
    await begin();
    const failing = traced("job test", "internal", { "rollcall.queue": "test" }, () =>
      Promise.reject(new TypeError("ana@corp.example is wrong")),
    );
    await expect(failing).rejects.toThrow("ana@corp.example");
    const span = (await sentSpans()).find(({ name }) => name === "job test");
    expect(span).toMatchObject({ status: { code: 2 }, attributes: { "error.type": "TypeError" } });
    expect(received.map(({ text }) => text).join("")).not.toContain("ana@corp.example");
  });

  test("work of a queue is a span with the queue's name", async () => {
    await begin();
    const services = serve(database);
    const dispatcher = { wake() {}, drain: async () => {}, stop: async () => {} };
    const noticeContext = { ...services, stores: services.admin, baseUrl: services.env.BASE_URL };
    const jobs = await startJobs({ ...services, sql: database.sql, dispatcher, traced, noticeContext });
    await jobs.wake("mapping-runs");
    await expect
      .poll(async () => (await sentSpans()).map(({ name }) => name), { timeout: 20_000 })
      .toContain("job mapping-runs");
    await jobs.stop();
  }, 30_000);

  test("without an endpoint loads nothing and changes nothing", async () => {
    expect(tracing.rollcallTracing).toBeUndefined();
    expect(await traced("x", "internal", {}, async () => 7)).toBe(7);
  });

  test.each([
    ["/scim/v2/Users/0193b2c4", "/scim/v2/Users/{id}"],
    ["/scim/v2/Users/ana@corp.example", "/scim/v2/Users/{id}"],
    ["/scim/v2/connections/acme/Groups/", "/scim/v2/Groups"],
    ["/scim/v2/Users/.search", "/scim/v2/Users/.search"],
    ["//scim/v2/Bulk", "/scim/v2/Bulk"],
    ["/scim/v2/ana@corp.example", "/scim/v2/{unmatched}"],
    ["/scim/v2/Users/x/y", "/scim/v2/{unmatched}"],
  ])("%s is told as %s", (path, route) => {
    expect(routeOf(path)).toBe(route);
  });
});
