import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { fromIncoming } from "./scim-request.ts";
import { nameSender } from "./sender.ts";

let server: Server | undefined;
afterEach(() => server?.close());

/** What both readers of the headers see of a request with this X-Forwarded-For. */
async function seen(trustProxy: boolean, forwarded?: string): Promise<{ listener: string | null; next: unknown }> {
  let next: unknown;
  server = createServer((request, response) => {
    nameSender(request, trustProxy);
    next = request.headers["x-forwarded-for"];
    response.end(fromIncoming(request).headers.get("x-forwarded-for"));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const response = await fetch(url, { headers: forwarded === undefined ? {} : { "X-Forwarded-For": forwarded } });
  return { listener: await response.text(), next };
}

test("the sender is the address the connection comes from", async () => {
  expect(await seen(false)).toEqual({ listener: "127.0.0.1", next: "127.0.0.1" });
});

test("a sender cannot pretend to be somebody else", async () => {
  expect(await seen(false, "203.0.113.7")).toEqual({ listener: "127.0.0.1", next: "127.0.0.1" });
});

test("a proxy that is trusted names the sender", async () => {
  expect(await seen(true, "203.0.113.7")).toEqual({ listener: "203.0.113.7", next: "203.0.113.7" });
  server?.close();
  expect(await seen(true)).toEqual({ listener: "127.0.0.1", next: "127.0.0.1" });
});
