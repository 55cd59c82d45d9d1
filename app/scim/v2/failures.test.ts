import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { expectError } from "#lib/testing/expect-scim-error.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { askScim } from "#lib/testing/scim-client.ts";
import { addDirectory, serve, type TestDirectory } from "#lib/testing/test-instance.ts";
import { answerScim } from "./doors.ts";

let database: TestDatabase;
let directory: TestDirectory;
beforeAll(async () => {
  database = await openTestPostgres();
  directory = await addDirectory(serve(database));
});
afterAll(() => database.close());

describe("a request that is not understood", () => {
  const ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    askScim(method, path, { token: directory.token, body, headers });

  test.each([
    ["PUT", "/Users", "GET, POST"],
    ["DELETE", "/Groups", "GET, POST"],
    ["POST", "/Users/1", "GET, PUT, PATCH, DELETE"],
    ["POST", "/Schemas", "GET"],
    ["PATCH", "/ServiceProviderConfig", "GET"],
    ["GET", "/Bulk", "POST"],
    ["OPTIONS", "/Users", "GET, POST"],
    ["PROPFIND", "/Users", "GET, POST"],
    ["toString", "/Users", "GET, POST"],
  ])("%s %s is a 405 that says what is allowed", async (method, path, allow) => {
    expectError(await ask(method, path), 405, { allow });
  });

  test.each([
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "application/json; charset=utf-16",
    "",
  ])("Content-Type %s is a 415", async (type) => {
    expectError(await ask("POST", "/Users", { userName: "x" }, { "content-type": type }), 415);
  });

  test("a compressed body is a 415", async () => {
    expectError(await ask("POST", "/Users", "x", { "content-encoding": "gzip" }), 415);
  });

  test.each([
    ["no JSON", "{"],
    ["nothing", ""],
    ["a list", "[]"],
    ["a text", '"x"'],
    ["null", "null"],
  ])("a body that is %s is a 400 invalidSyntax", async (_, body) => {
    const reply = await ask("POST", "/Users", body);
    expectError(reply, 400);
    expect(reply.body.scimType).toBe("invalidSyntax");
  });

  /** A body of bytes, with or without its length announced. */
  const send = async (body: ReadableStream | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => {
    const request = new Request("http://rollcall.test/scim/v2/Users", {
      method: "POST",
      headers: { authorization: `Bearer ${directory.token}`, "content-type": "application/scim+json", ...headers },
      body,
      duplex: "half",
    } as RequestInit);
    const response = await answerScim(request);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
  };

  test("a body that is no UTF-8 is a 400 invalidSyntax", async () => {
    expectError(await send(new Uint8Array([0x22, 0xc3, 0x28, 0x22])), 400);
    expectError(await send(new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00])), 400);
  });

  test("a body that says it is too large is a 413 and is not read", async () => {
    const pull = vi.fn();
    const reply = await send(new ReadableStream({ pull }, { highWaterMark: 0 }), { "content-length": "1048577" });
    expectError(reply, 413);
    expect(pull).not.toHaveBeenCalled();
  });

  test("a body without a length is a 413 as soon as it is too large, and is read no further", async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(0x20));
      },
    });
    expectError(await send(endless), 413);
    expect(sent).toBeLessThan(2_000_000);
  });

  test("a body that breaks off is a 400", async () => {
    const cut = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
    expectError(await send(cut), 400);
  });

  test("an address that means nothing is a 404, whatever the method", async () => {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) expectError(await ask(method, "/Nothing/1/2"), 404);
    expectError(await ask("GET", "/Users/%E0%A4%A"), 404);
    expectError(await ask("GET", "/Schemas/urn:nobody"), 404);
  });

  test("/Me is 501, bulk requests, filters and counts that are not understood 400", async () => {
    expectError(await ask("GET", "/Me"), 501);
    expectError(await ask("POST", "/Bulk", {}), 400);
    expectError(await ask("GET", "/Users?filter=userName%20is%20x"), 400);
    expectError(await ask("GET", "/Users?filter="), 400);
    expectError(await ask("GET", "/Users?count=many"), 400);
  });
});
