import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packedScripts } from "./packed-scripts.ts";

const folder = mkdtempSync(join(tmpdir(), "rollcall-scripts-"));
const script = `export const text = "${"rollcall ".repeat(500)}";\n`;
let server: Server;
let base: string;

beforeAll(async () => {
  mkdirSync(join(folder, "static/chunks"), { recursive: true });
  writeFileSync(join(folder, "static/chunks/a-1.js"), script);
  writeFileSync(join(folder, "secret.js"), "secret");
  const answer = packedScripts(folder);
  server = createServer(async (request, response) => {
    if (!(await answer(request, response))) response.writeHead(404).end("left to Next");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, encoding: string) => fetch(base + path, { headers: { "accept-encoding": encoding } });

describe("a script of the build", () => {
  test("goes out packed with Brotli and is the same once unpacked", async () => {
    const response = await get("/_next/static/chunks/a-1.js", "gzip, br");
    expect(response.headers.get("content-encoding")).toBe("br");
    expect(Number(response.headers.get("content-length"))).toBeLessThan(200);
    expect(await response.text()).toBe(script);
  });

  test.each(["gzip", "br;q=0", "identity"])("is left to Next for a browser that accepts %s", async (encoding) => {
    expect((await get("/_next/static/chunks/a-1.js", encoding)).status).toBe(404);
  });

  test.each([
    "/_next/static/../secret.js",
    "/_next/static/%2e%2e/secret.js",
    "/_next/static/chunks/missing.js",
    "/_next/secret.js",
    "/other.js",
  ])("is never read from %s", async (path) => {
    expect((await get(path, "br")).status).toBe(404);
  });
});
