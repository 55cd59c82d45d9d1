import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { WireRequest } from "#lib/simulate/wire.ts";
import { requestUrl, scimClient } from "./scim-client.ts";
import type { StubServer } from "./stub-server.ts";
import { startStubServer } from "./stub-server.ts";

const request: WireRequest = { kind: "match user", what: "match", method: "GET", path: "/Users", query: "count=1" };

describe("addresses", () => {
  test.each([
    ["https://h/scim/v2", "https://h/scim/v2/Users?count=1"],
    ["https://h/scim/v2/", "https://h/scim/v2/Users?count=1"],
    ["https://h/scim/v2?aadOptscim062020", "https://h/scim/v2/Users?aadOptscim062020&count=1"],
    ["https://h/scim/v2/?aadOptscim062020", "https://h/scim/v2/Users?aadOptscim062020&count=1"],
  ])("%s leads to %s", (base, url) => {
    expect(requestUrl(base, request)).toBe(url);
  });
});

describe("the connection", () => {
  let stub: StubServer;
  beforeEach(async () => {
    stub = await startStubServer();
  });
  afterEach(() => stub.close());

  const client = (waits: number[] = []) =>
    scimClient({ base: stub.base, token: "t", headers: () => ({}), wait: async (ms) => void waits.push(ms) });

  test("a throttle without Retry-After is waited for longer each time", async () => {
    const waits: number[] = [];
    stub.intercept = () => (stub.seen.length <= 3 ? { status: 429 } : undefined);
    const answer = await client(waits)(request);
    expect(waits).toEqual([1000, 2000, 4000]);
    expect(answer).toMatchObject({ status: 200, throttled: 3 });
  });

  test("a throttle that never ends is given up after ten tries", async () => {
    stub.intercept = () => ({ status: 429, headers: { "retry-after": "0" } });
    expect((await client()(request)).status).toBe(429);
    expect(stub.seen).toHaveLength(10);
  });

  test("a redirect is not followed, so that the token goes nowhere else", async () => {
    stub.intercept = () => ({ status: 308, headers: { location: "/elsewhere" } });
    expect((await client()(request)).status).toBe(308);
    expect(stub.seen).toHaveLength(1);
  });

  test("an answer that is not JSON is kept as text", async () => {
    stub.intercept = () => ({ status: 200, headers: { "content-type": "Text/HTML; charset=utf-8" } });
    expect(await client()(request)).toMatchObject({ body: undefined, text: "", mediaType: "text/html" });
  });
});
