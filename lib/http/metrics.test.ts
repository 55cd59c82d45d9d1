import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerByDoor } from "#lib/testing/doors.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { addDirectory, serve } from "#lib/testing/test-instance.ts";
import { doorOf, observe } from "./metrics.ts";

const TOKEN = "a-token-for-prometheus";
let database: TestDatabase;
beforeAll(async () => {
  database = await openTestPostgres();
});
afterAll(() => database.close());

const scrape = (token?: string) =>
  answerByDoor(
    new Request("http://rollcall.test/metrics", { headers: token ? { authorization: `Bearer ${token}` } : {} }),
  );

describe("/metrics", () => {
  test("is not there without METRICS_TOKEN, and opens for nobody without it", async () => {
    serve(database);
    expect((await scrape(TOKEN)).status).toBe(404);
    serve(database, { METRICS_TOKEN: TOKEN });
    expect([(await scrape()).status, (await scrape("another-token")).status]).toEqual([401, 401]);
  });

  test("counts requests by door and status, and what waits in the database", async () => {
    const services = serve(database, { METRICS_TOKEN: TOKEN });
    await addDirectory(services);
    const response = Object.assign(new EventEmitter(), { statusCode: 201, getHeader: () => "id" });
    observe(
      { url: "/scim/v2/Users?x=1", method: "POST" } as IncomingMessage,
      response as unknown as ServerResponse,
      undefined,
    );
    response.emit("close");
    const answer = await scrape(TOKEN);
    const text = await answer.text();
    expect(answer.headers.get("content-type")).toContain("text/plain");
    expect(text).toContain('rollcall_http_requests_total{door="scim",method="POST",status="201"} 1');
    expect(text).toContain('rollcall_http_request_duration_seconds_count{door="scim"} 1');
    expect(text).toMatch(/rollcall_database_connections\{state="idle"\} \d/);
    expect(text).toMatch(/rollcall_event_lag_seconds \d/);
    expect(text).toContain("process_resident_memory_bytes");
  });

  test("keeps to a few doors, whatever the address", () => {
    const paths = ["/SCIM/v2/Users", "/v1/events", "/events?after=x", "/eventsx", "/api/v2/connections/x", "/api/me"];
    expect(paths.map(doorOf)).toEqual(["scim", "v1", "workos", "page", "auth0", "dashboard"]);
  });
});
