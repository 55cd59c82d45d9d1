import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openEmbedded, openPostgres } from "#lib/db/database.ts";
import type { Sql } from "#lib/db/sql.ts";
import { updateDirectory } from "#lib/directory/directories.ts";
import { listLog } from "#lib/directory/log.ts";
import { authOptions, type Visit } from "#lib/http/auth-options.ts";
import { provideServices, type Services } from "#lib/http/services.ts";
import { everyRequest, expectError } from "#lib/testing/expect-scim-error.ts";
import { askManagement } from "#lib/testing/management-client.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { askScim } from "#lib/testing/scim-client.ts";
import { entryOf } from "#lib/testing/store-changes.ts";
import { addDirectory, ENV_KEY, operator, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";
import { GET as readyz } from "../../readyz/route.ts";

let database: TestDatabase;
let services: Services;
let directory: TestDirectory;
beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database);
  directory = await addDirectory(services);
});
afterEach(() => provideServices(services));
afterAll(() => database.close());

/** Services whose token look-up still works, so that the failure is met further in. */
const withSql = (sql: Sql): Services => ({ ...serve({ ...database, sql }), credentials: services.credentials });

describe("a database that does not answer", () => {
  async function expectUnavailable(token: string) {
    for (const [method, path, body] of everyRequest) {
      expectError(await askScim(method, path, { token, body }), 503, { "retry-after": "5" });
    }
  }

  test("is a 503 with Retry-After when the pool was closed, already at the token", async () => {
    const closed = await openPostgres(database.url);
    await closed.close();
    serve(closed);
    await expectUnavailable(directory.token);
  });

  test("is a 503 when the pool was closed behind the token, never a 404 or an empty list", async () => {
    const closed = await openPostgres(database.url);
    await closed.close();
    provideServices(withSql(closed.sql));
    await expectUnavailable(directory.token);
  });

  test("is a 503 when nothing listens at its address", async () => {
    const url = new URL(database.url);
    url.port = "1";
    const nowhere = await openPostgres(url.href);
    serve(nowhere);
    await expectUnavailable(directory.token);
    const reply = await askManagement("GET", "/organizations", { key: ENV_KEY });
    expect([reply.status, reply.body?.error.code, reply.headers.get("retry-after")]).toEqual([503, "unavailable", "5"]);
    expect((await readyz()).status).toBe(503);
    const visit: Visit = { unattended: false };
    const { callbacks } = await authOptions(visit);
    const token = { sid: randomUUID() };
    expect(await callbacks?.session?.({ session: { expires: "" }, token } as never)).toMatchObject({ user: undefined });
    expect(visit.failure, "nobody is signed out").toMatchObject({ code: "unavailable" });
    await nowhere.close();
  });

  test("is a 503 when the server throws its connections out", async () => {
    const cut: Sql = { ...database.sql, query: () => Promise.reject(Object.assign(new Error("x"), { code: "57P01" })) };
    provideServices(withSql({ ...cut, transaction: cut.query as never }));
    await expectUnavailable(directory.token);
  });

  test("is a 503 when the embedded one was closed", async () => {
    const embedded = await openEmbedded(null);
    await embedded.close();
    serve(embedded);
    await expectUnavailable(directory.token);
    provideServices(withSql(embedded.sql));
    await expectUnavailable(directory.token);
  });

  test("is said by /readyz, and the repair too", async () => {
    expect((await readyz()).status).toBe(200);
  });
});

describe("a failure nobody foresaw", () => {
  test("is a 500 with the request id and nothing of its inside", async () => {
    const broken: Sql = { ...database.sql, query: () => Promise.reject(new TypeError("secret inside at line 3")) };
    provideServices(withSql({ ...broken, transaction: broken.query as never }));
    for (const [method, path, body] of everyRequest) {
      const reply = await askScim(method, path, { token: directory.token, body });
      expectError(reply, 500);
      expect(reply.body.detail).toContain(reply.headers.get("x-request-id"));
      expect(reply.text).not.toContain("secret inside");
    }
  });
});

describe("a request that comes at the wrong time", () => {
  test("a paused directory answers 503 with Retry-After, logs it, changes nothing, and is back when resumed", async () => {
    const paused = await addDirectory(services);
    const ctx = operator(services);
    await paused.idp.get("/Users");
    await updateDirectory(ctx, paused.directoryId, { state: "paused" });
    for (const [method, path, body] of everyRequest) {
      expectError(await askScim(method, path, { token: paused.token, body }), 503, { "retry-after": "60" });
    }
    await services.activity.flush();
    expect((await listLog(ctx, paused.directoryId, { outcome: "failed" })).data).toHaveLength(everyRequest.length);
    await updateDirectory(ctx, paused.directoryId, { state: "active" });
    expect((await paused.idp.get("/Users")).body.totalResults).toBe(0);
  });

  test("too many operations of one token are 429 with Retry-After; another token is not held up", async () => {
    const limited = serve(database, { SCIM_RATE_LIMIT: "3" });
    const [busy, calm] = [await addDirectory(limited), await addDirectory(limited)];
    const replies = await Promise.all(Array.from({ length: 10 }, () => busy.idp.get("/Users")));
    const refused = replies.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(4);
    for (const reply of refused) expectError(reply, 429, { "retry-after": expect.stringMatching(/^[12]$/) });
    expect((await calm.idp.get("/Users")).status).toBe(200);
  });
});

describe("the log", () => {
  test("never fails or delays a request, even when it cannot be written", async () => {
    const failing = () => Promise.reject(new Error("the log is broken"));
    const served = serve(database);
    const sql: Sql = { ...database.sql, query: failing };
    provideServices({ ...served, activity: { ...serve({ ...database, sql }).activity } });
    expect((await directory.idp.get("/Users")).status).toBe(200);
    expectError(await directory.idp.get("/nowhere"), 404);
  });

  test("an entry that cannot be stored does not hold up those that come after", async () => {
    const other = await addDirectory(services);
    services.activity.add({ ...entryOf({ id: other.directoryId }, "User", "x"), id: "no uuid" });
    await other.idp.get("/nowhere");
    await services.activity.flush();
    expect((await listLog(operator(services), other.directoryId, {})).data).toMatchObject([{ status: 404 }]);
  });

  test("a body with characters that the database cannot hold is logged without them and fails nothing", async () => {
    const other = await addDirectory(services);
    const body = `{"userName":"${unique("nul")}","a\\u0000b":"c\\u0000d","\\ud800":1}`;
    const created = await askScim("POST", "/Users", { token: other.token, body });
    expect([201, 400]).toContain(created.status);
    expectError(await askScim("POST", "/Nowhere", { token: other.token, body }), 404);
    await services.activity.flush();
    expect((await listLog(operator(services), other.directoryId, {})).data).toHaveLength(2);
  });
});
