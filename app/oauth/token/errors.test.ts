import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openPostgres } from "#lib/db/database.ts";
import type { OAuthClient } from "#lib/directory/admin-context.ts";
import { addOAuthSecret, createOAuthClient, revokeOAuthSecret } from "#lib/directory/oauth.ts";
import { provideServices, type Services } from "#lib/http/services.ts";
import { askToken, askWithSecret, basic, type TokenReply } from "#lib/testing/oauth-client.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { addDirectory, operator, serve, serveCounted, type TestDirectory } from "#lib/testing/test-instance.ts";

let database: TestDatabase;
let services: Services;
let directory: TestDirectory;
let client: OAuthClient & { clientSecret: string };
let revokedSecret: string;
beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database);
  directory = await addDirectory(services);
  const ctx = operator(services);
  client = await createOAuthClient(ctx, directory.directoryId, { name: "Entra", scopes: ["get:users"] });
  const { id, clientSecret } = await addOAuthSecret(ctx, directory.directoryId, client.id);
  revokedSecret = clientSecret;
  await revokeOAuthSecret(ctx, directory.directoryId, client.id, id);
});
beforeEach(() => void serve(database));
afterAll(() => database.close());

const GRANT = { grant_type: "client_credentials" };
const JSON_TYPE = { "content-type": "application/json" };
const own = () => ({ client_id: client.id, client_secret: client.clientSecret });
const ownBasic = () => basic(client.id, client.clientSecret);

/** RFC 6749 §5.2: the characters that a description may have leave out quotes and backslashes. */
function expectRefused(reply: TokenReply, status: number, error: string) {
  expect([reply.status, reply.body.error], reply.text).toEqual([status, error]);
  expect(reply.body).toEqual({ error, error_description: expect.stringMatching(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/) });
  expect(reply.headers.get("content-type")).toContain("application/json");
  expect(reply.headers.get("cache-control")).toBe("no-store");
  expect(reply.headers.get("pragma")).toBe("no-cache");
}

describe("a token is granted to credentials that come", () => {
  test.each<[string, () => Promise<TokenReply>]>([
    ["in a form", () => askToken({ ...GRANT, ...own() })],
    ["by HTTP Basic", () => askToken(GRANT, { headers: ownBasic() })],
    ["by HTTP Basic in another letter case", () => askToken(GRANT, { headers: { authorization: lowered() } })],
    ["by HTTP Basic and alike in the body", () => askToken({ ...GRANT, ...own() }, { headers: ownBasic() })],
    ["as JSON", () => askToken({}, { headers: JSON_TYPE, body: JSON.stringify({ ...GRANT, ...own() }) })],
    ["with a charset", () => askToken({ ...GRANT, ...own() }, { headers: { "content-type": FORM_UTF8 } })],
    ["with parameters that nobody knows", () => askToken({ ...GRANT, ...own(), resource: "x", audience: "y" })],
    ["with a scope that is empty", () => askToken({ ...GRANT, ...own(), scope: "" })],
    [
      "beside another scheme's header",
      () => askToken({ ...GRANT, ...own() }, { headers: { authorization: "Bearer x" } }),
    ],
  ])("%s", async (_, ask) => {
    const reply = await ask();
    expect([reply.status, reply.body.scope], reply.text).toEqual([200, "get:users"]);
  });
  const FORM_UTF8 = "application/x-www-form-urlencoded; charset=UTF-8";
  const lowered = () => ownBasic().authorization.replace("Basic", "basic");
});

describe("a request is refused", () => {
  const form = (text: string) => () => askToken({}, { body: text });
  const json = (body: string) => () => askToken({}, { headers: JSON_TYPE, body });
  test.each<[string, number, string, () => Promise<TokenReply>]>([
    ["nothing", 400, "invalid_request", form("")],
    ["no grant_type", 400, "invalid_request", () => askToken(own())],
    ["an empty grant_type", 400, "invalid_request", () => askToken({ ...own(), grant_type: "" })],
    ["a password grant", 400, "unsupported_grant_type", () => askToken({ ...own(), grant_type: "password" })],
    ["grant_type twice", 400, "invalid_request", form("grant_type=client_credentials&grant_type=client_credentials")],
    [
      "a body that is no form",
      400,
      "invalid_request",
      () => askToken(GRANT, { headers: { "content-type": "text/xml" } }),
    ],
    ["a body that is too large", 400, "invalid_request", form(`grant_type=${"x".repeat(20_000)}`)],
    ["broken JSON", 400, "invalid_request", json("{")],
    ["a JSON list", 400, "invalid_request", json("[]")],
    ["JSON null", 400, "invalid_request", json("null")],
    [
      "two different ids",
      400,
      "invalid_request",
      () => askToken({ ...GRANT, client_id: "x" }, { headers: ownBasic() }),
    ],
    ["two secrets", 400, "invalid_request", () => askToken({ ...GRANT, client_secret: "x" }, { headers: ownBasic() })],
    ["a GET", 405, "invalid_request", () => askToken({}, { method: "GET" })],
    ["an unknown scope", 400, "invalid_scope", () => askToken({ ...GRANT, ...own(), scope: "all" })],
    ["a scope the client lacks", 400, "invalid_scope", () => askToken({ ...GRANT, ...own(), scope: "post:users" })],
    ["a scope with quotes", 400, "invalid_scope", () => askToken({ ...GRANT, ...own(), scope: '"\\é' })],
  ])("for %s with %i %s", async (_, status, error, ask) => {
    expectRefused(await ask(), status, error);
  });

  const unknownSecret = () => services.secrets.mint("ocs").plaintext;
  const unknownId = () => `client_${v7().replaceAll("-", "")}`;
  test.each<[string, () => Promise<TokenReply>]>([
    ["no credentials", () => askToken(GRANT)],
    ["no secret", () => askToken({ ...GRANT, client_id: client.id })],
    ["an unknown client", () => askWithSecret(unknownId(), client.clientSecret)],
    ["a secret nobody has", () => askWithSecret(client.id, unknownSecret())],
    ["a revoked secret", () => askWithSecret(client.id, revokedSecret)],
    ["a secret cut short", () => askWithSecret(client.id, client.clientSecret.slice(0, -1))],
    ["a SCIM token as secret", () => askWithSecret(client.id, directory.token)],
    ["another client's secret", async () => askWithSecret((await other()).id, client.clientSecret)],
    ["an id with a NUL", () => askWithSecret("client_\0", client.clientSecret)],
    ["Basic with a wrong secret", () => askToken(GRANT, { headers: basic(client.id, unknownSecret()) })],
    ["Basic that is no base64", () => askToken(GRANT, { headers: { authorization: "Basic %%%" } })],
    ["Basic without a colon", () => askToken(GRANT, { headers: { authorization: "Basic eHh4" } })],
    ["Basic with nothing behind it", () => askToken(GRANT, { headers: { authorization: "Basic" } })],
    ["Basic with broken encoding", () => askToken(GRANT, { headers: { authorization: `Basic ${btoa("%ff:%")}` } })],
  ])("for %s with 401 invalid_client and the challenge, in the same words", async (_, ask) => {
    const reply = await ask();
    expectRefused(reply, 401, "invalid_client");
    expect(reply.headers.get("www-authenticate")).toMatch(/^Basic realm="oauth"/);
    expect(reply.text).toBe((await askToken(GRANT)).text);
  });
  const other = () => createOAuthClient(operator(services), directory.directoryId, { name: "Other" });

  test("for credentials that cannot be ours without asking the database", async () => {
    const { statements } = serveCounted(database);
    statements.length = 0;
    for (const secret of ["", "ocs_", `${client.clientSecret}0`, client.clientSecret.toLowerCase()]) {
      expectRefused(await askWithSecret(client.id, secret), 401, "invalid_client");
    }
    expect(statements).toEqual([]);
  });

  test("with 503 and Retry-After when the database does not answer", async () => {
    const closed = await openPostgres(database.url);
    await closed.close();
    serve(closed);
    const reply = await askToken({ ...GRANT, ...own() });
    expectRefused(reply, 503, "temporarily_unavailable");
    expect(reply.headers.get("retry-after")).toBe("5");
  });

  test("with 500 and the request id, and nothing of its inside, when nobody foresaw why", async () => {
    const find = () => Promise.reject(new TypeError("secret inside at line 3"));
    provideServices({ ...services, grants: { ...services.grants, find } });
    const reply = await askToken({ ...GRANT, ...own() });
    expectRefused(reply, 500, "server_error");
    expect(reply.body.error_description).toContain(reply.headers.get("x-request-id"));
    expect(reply.text).not.toContain("secret inside");
  });
});

describe("too many requests are 429 with Retry-After", () => {
  const from = (address: string, parameters: Record<string, string> = { ...GRANT, ...own() }) =>
    askToken(parameters, { headers: { "x-forwarded-for": address } });
  const times = async (count: number, ask: () => Promise<TokenReply>) => {
    const replies: TokenReply[] = [];
    for (let asked = 0; asked < count; asked++) replies.push(await ask());
    return replies;
  };
  function expectThrottled(reply: TokenReply | undefined) {
    if (!reply) throw new Error("There was no answer.");
    expectRefused(reply, 429, "temporarily_unavailable");
    expect(reply.headers.get("retry-after")).toMatch(/^([1-9]|[1-5]\d|60)$/);
  }

  test("for one client from one address; the same client elsewhere is not held up", async () => {
    const replies = await times(21, () =>
      from("192.0.2.1", { ...GRANT, client_id: client.id, client_secret: "guess" }),
    );
    expect(replies.filter(({ status }) => status === 401)).toHaveLength(20);
    expectThrottled(replies.at(-1));
    expectThrottled(await from("192.0.2.1"));
    expect((await from("192.0.2.2")).status).toBe(200);
  });

  test("for one address whatever it sends; other addresses are not held up", async () => {
    const replies = await times(201, () => from("192.0.2.3", {}));
    expect(replies.filter(({ status }) => status === 400)).toHaveLength(200);
    expectThrottled(replies.at(-1));
    expectThrottled(await from("192.0.2.3"));
    expect((await from("192.0.2.4")).status).toBe(200);
  });
});
