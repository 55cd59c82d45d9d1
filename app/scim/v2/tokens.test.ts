import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listLog } from "#lib/directory/log.ts";
import { revokeToken } from "#lib/directory/tokens.ts";
import type { Services } from "#lib/http/services.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { askScim, type ScimReply } from "#lib/testing/scim-client.ts";
import { addDirectory, operator, serveCounted, type TestDirectory } from "#lib/testing/test-instance.ts";

let database: TestDatabase;
let services: Services;
let directory: TestDirectory;
let statements: string[];
beforeAll(async () => {
  database = await openTestPostgres();
  ({ services, statements } = serveCounted(database));
  directory = await addDirectory(services);
});
afterAll(() => database.close());

const withHeader = (authorization: string) => askScim("GET", "/Users", { headers: { authorization } });

const ERROR = {
  schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
  status: "401",
  detail: expect.stringMatching(/token/i),
};

function expectRefused(reply: ScimReply, challenge: string) {
  expect(reply.status).toBe(401);
  expect(reply.headers.get("www-authenticate")).toBe(challenge);
  expect(reply.headers.get("content-type")).toBe("application/scim+json");
  expect(reply.body).toEqual(ERROR);
}

const MISSING = 'Bearer realm="scim"';
const INVALID = 'Bearer realm="scim", error="invalid_token"';

describe("a token is accepted", () => {
  test.each([
    ["Bearer", (token: string) => `Bearer ${token}`],
    ["bearer", (token: string) => `bearer ${token}`],
    ["BEARER", (token: string) => `BEARER   ${token} `],
    ["no scheme, as Okta's Header Auth sends it", (token: string) => token],
  ])("with %s", async (_, header) => {
    expect((await withHeader(header(directory.token))).status).toBe(200);
  });
});

describe("a request is refused with 401", () => {
  test("without a token on every path and by every method, odd ones too", async () => {
    const paths = ["", "/", "/Users", "/users/", "/Users/1", "/Groups", "/Groups/1", "/Me", "/Bulk", "/Schemas"];
    const odd = [
      "/ResourceTypes/User",
      "/ServiceProviderConfig",
      "/nowhere/at/all",
      "//Users",
      "/Users/%00",
      "/%ff",
      "/.search",
    ];
    for (const path of [...paths, ...odd]) {
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "PROPFIND", "toString"]) {
        expectRefused(await askScim(method, path), MISSING);
      }
    }
  });

  test("when the token stands in the query and not in the header", async () => {
    for (const name of ["access_token", "token", "authorization"]) {
      expectRefused(await askScim("GET", `/Users?${name}=${directory.token}`), MISSING);
    }
  });

  test("for another scheme, as if nothing had been sent (RFC 6750 §3.1)", async () => {
    statements.length = 0;
    expectRefused(await withHeader(`Basic ${directory.token}`), MISSING);
    expect(statements).toEqual([]);
  });

  test.each([
    ["two tokens", (token: string) => `Bearer ${token} ${token}`],
    ["no token behind the scheme", () => "Bearer"],
    ["a management key", () => services.secrets.mint("key").plaintext],
    ["a token in another letter case", (token: string) => `Bearer ${token.toUpperCase()}`],
    ["a token that was cut off", (token: string) => `Bearer ${token.slice(0, -1)}`],
    ["a longer token", (token: string) => `Bearer ${token}0`],
    ["a text of any length", () => `Bearer ${"x".repeat(100_000)}`],
  ])("for %s, without asking the database", async (_, header) => {
    statements.length = 0;
    expectRefused(await withHeader(header(directory.token)), INVALID);
    expect(statements).toEqual([]);
  });

  test("for a token with any one character changed, without asking the database", async () => {
    statements.length = 0;
    for (let at = 0; at < directory.token.length; at++) {
      const other = directory.token[at] === "a" ? "b" : "a";
      const flipped = directory.token.slice(0, at) + other + directory.token.slice(at + 1);
      expectRefused(await askScim("GET", "/Users", { token: flipped }), INVALID);
    }
    expect(statements).toEqual([]);
  });

  test("for a well-formed token that nobody issued, with one look-up", async () => {
    statements.length = 0;
    expectRefused(await askScim("GET", "/Users", { token: services.secrets.mint("scim").plaintext }), INVALID);
    expect(statements).toHaveLength(1);
  });

  test("for a revoked token at once, and the directory's log says so", async () => {
    const revoked = await addDirectory(services, { organizationId: directory.organizationId });
    expect((await revoked.idp.get("/Users")).status).toBe(200);
    await revokeToken(operator(services), directory.organizationId, revoked.tokenId);
    expectRefused(await revoked.idp.get("/Users"), INVALID);
    await services.activity.flush();
    const { data } = await listLog(operator(services), revoked.directoryId, { outcome: "refused" });
    expect(data).toMatchObject([{ status: 401, method: "GET", path: "/scim/v2/Users" }]);
    expect(data[0]?.sentence).toContain("revoked");
    expect((await directory.idp.get("/Users")).status).toBe(200);
  });
});

describe("a token's form", () => {
  test("is its kind, 43 characters of chance and a checksum of 6; no two are alike", () => {
    const tokens = Array.from({ length: 200 }, () => services.secrets.mint("scim"));
    for (const { plaintext, prefix, lastFour, hash } of tokens) {
      expect(plaintext).toMatch(/^scim_[0-9A-Za-z]{49}$/);
      expect(plaintext.startsWith(prefix)).toBe(true);
      expect(prefix).toHaveLength(13);
      expect(plaintext.endsWith(lastFour)).toBe(true);
      expect(hash).toHaveLength(32);
    }
    expect(new Set(tokens.map(({ plaintext }) => plaintext)).size).toBe(200);
  });
});
