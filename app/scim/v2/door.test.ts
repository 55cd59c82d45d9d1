import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SCOPES, type Scope } from "#lib/contract/scopes.ts";
import { updateDirectory } from "#lib/directory/directories.ts";
import { getLogEntry, listLog } from "#lib/directory/log.ts";
import { issueToken, revokeToken } from "#lib/directory/tokens.ts";
import { provideServices, type Services } from "#lib/http/services.ts";
import { expectError } from "#lib/testing/expect-scim-error.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { askScim, patchBody, type ScimReply } from "#lib/testing/scim-client.ts";
import { addDirectory, operator, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";
import { answerScim, replyScim } from "./doors.ts";

let database: TestDatabase;
let services: Services;
let directory: TestDirectory;
beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database);
  directory = await addDirectory(services);
});
afterAll(() => database.close());

const tokenWith = async (scopes: readonly Scope[]) =>
  (await issueToken(operator(services), directory.directoryId, { name: "Scoped", scopes })).token;

/** One request for each scope that a token can have. */
async function verbs(): Promise<Record<Scope, () => [string, string, unknown?]>> {
  const { idp } = directory;
  const user = (await idp.post("/Users", { userName: unique("verb") })).body;
  const group = (await idp.post("/Groups", { displayName: unique("Verb") })).body;
  const title = patchBody([{ op: "replace", path: "title", value: unique("t") }]);
  const rename = patchBody([{ op: "replace", path: "displayName", value: unique("renamed") }]);
  return {
    "get:users": () => ["GET", `/Users/${user.id}`],
    "post:users": () => ["POST", "/Users", { userName: unique("verb") }],
    "put:users": () => ["PUT", `/Users/${user.id}`, { userName: unique("verb") }],
    "patch:users": () => ["PATCH", `/Users/${user.id}`, title],
    "delete:users": () => ["DELETE", `/Users/${user.id}`],
    "get:groups": () => ["GET", `/Groups/${group.id}`],
    "post:groups": () => ["POST", "/Groups", { displayName: unique("Verb") }],
    "put:groups": () => ["PUT", `/Groups/${group.id}`, { displayName: unique("Verb") }],
    "patch:groups": () => ["PATCH", `/Groups/${group.id}`, rename],
    "delete:groups": () => ["DELETE", `/Groups/${group.id}`],
  };
}

/** What a stranger can see of an answer. */
const visible = ({ status, headers, text }: ScimReply) => {
  const { "x-request-id": id, ...shown } = Object.fromEntries(headers);
  expect(id).toBeTruthy();
  return { status, headers: shown, text };
};

async function refusals(directoryId: string) {
  await services.activity.flush();
  return (await listLog(operator(services), directoryId, { outcome: "refused" })).data;
}

describe("A21: a token with one scope", () => {
  test.each(SCOPES)("%s may do that and nothing else: 403 names what is missing, and nothing changes", async (own) => {
    const token = await tokenWith([own]);
    const requests = await verbs();
    const before = (await directory.idp.get("/Users?count=1000")).text + (await directory.idp.get("/Groups")).text;
    for (const scope of SCOPES.filter((other) => other !== own)) {
      const [method, path, body] = requests[scope]();
      const reply = await askScim(method, path, { token, body });
      const challenge = `Bearer realm="scim", error="insufficient_scope", scope="${scope}"`;
      expectError(reply, 403, { "www-authenticate": challenge });
      expect(reply.body.detail).toContain(scope);
    }
    const after = (await directory.idp.get("/Users?count=1000")).text + (await directory.idp.get("/Groups")).text;
    expect(after).toBe(before);
    const [method, path, body] = requests[own]();
    expect([200, 201, 204]).toContain((await askScim(method, path, { token, body })).status);
    for (const discovery of ["/ServiceProviderConfig", "/ResourceTypes", "/Schemas"]) {
      expect((await askScim("GET", discovery, { token })).status).toBe(200);
    }
  });

  test("is told 405 before 403, and may send HEAD where it may send GET", async () => {
    const token = await tokenWith(["get:users"]);
    expectError(await askScim("PATCH", "/Users", { token }), 405);
    expect((await askScim("HEAD", "/Users", { token })).status).toBe(200);
    expect((await askScim("HEAD", "/Groups", { token })).status).toBe(403);
  });
});

describe("outside all refused tokens look alike", () => {
  const unknown = async (path = "/Users") =>
    visible(await askScim("GET", path, { token: services.secrets.mint("scim").plaintext }));

  test("A7: an expired one as an unknown one; the directory's log says when it expired", async () => {
    const other = await addDirectory(services);
    const ctx = operator(services);
    const { token } = await issueToken(ctx, other.directoryId, { name: "Short", lifetimeSeconds: 900 });
    const at = (seconds: number) => provideServices({ ...services, now: () => new Date(Date.now() + seconds * 1_000) });
    try {
      at(800);
      expect((await askScim("GET", "/Users", { token })).status).toBe(200);
      at(901);
      expect(visible(await askScim("GET", "/Users", { token }))).toEqual(await unknown());
      services.knownTokens.clear();
      expect(visible(await askScim("GET", "/Users", { token }))).toEqual(await unknown());
    } finally {
      provideServices(services);
    }
    const said = await refusals(other.directoryId);
    expect(said).toHaveLength(2);
    expect(said[0]).toMatchObject({ status: 401, sentence: expect.stringMatching(/expired at 20\d\d-/) });
  });

  test("A8: a revoked one as an unknown one, at once; the directory's log says so", async () => {
    const other = await addDirectory(services);
    expect((await other.idp.get("/Users")).status).toBe(200);
    await revokeToken(operator(services), other.organizationId, other.tokenId);
    expect(visible(await other.idp.get("/Users"))).toEqual(await unknown());
    expect((await refusals(other.directoryId))[0]?.sentence).toContain("has been revoked");
  });

  test("A8: a look-up that was under way while its token was revoked does not bring the token back", async () => {
    const other = await addDirectory(services);
    const { credentials } = services;
    let found = () => {};
    let goOn = () => {};
    const wasFound = new Promise<void>((resolve) => {
      found = resolve;
    });
    const mayGoOn = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const slow: Services["credentials"] = {
      ...credentials,
      async findToken(hash) {
        const record = await credentials.findToken(hash);
        found();
        await mayGoOn;
        return record;
      },
    };
    provideServices({ ...services, credentials: slow });
    const underWay = other.idp.get("/Users");
    await wasFound;
    await revokeToken(operator(services), other.organizationId, other.tokenId);
    goOn();
    await underWay;
    provideServices(services);
    expect((await other.idp.get("/Users")).status).toBe(401);
  });

  test("one at another directory's address as an unknown one; the log of its own directory says so", async () => {
    const [mine, theirs] = [await addDirectory(services), await addDirectory(services)];
    const path = `/connections/${theirs.directoryId}/Users`;
    expect(visible(await mine.idp.get(path))).toEqual(await unknown(path));
    expect((await refusals(mine.directoryId))[0]?.sentence).toContain("at the address of another one");
    expect(await refusals(theirs.directoryId)).toEqual([]);
  });
});

describe("an address that names the directory", () => {
  let named: TestDirectory;
  const label = "acme-okta";
  beforeAll(async () => {
    named = await addDirectory(services);
    await updateDirectory(operator(services), named.directoryId, { label });
    await named.idp.post("/Users", { userName: "named" });
  });

  test.each([
    (name: string) => `/connections/${name}/Users`,
    (name: string) => `/connections/${name}/users/`,
    (name: string) => `//connections//${name}//Users//`,
    (name: string) => `/Connections/${name}/USERS?count=1`,
  ])("reaches it by id and by label, with trailing and doubled slashes and in any letter case: %s", async (path) => {
    for (const name of [named.directoryId, label]) {
      const { status, body } = await named.idp.get(path(name));
      expect([status, body.totalResults]).toEqual([200, 1]);
    }
  });

  test("reaches everything below it", async () => {
    const at = `/connections/${label}`;
    const created = await named.idp.post(`${at}/Users`, { userName: unique("below") });
    expect(created.status).toBe(201);
    const { id } = created.body;
    expect(created.headers.get("location")).toBe(`https://rollcall.test/scim/v2/Users/${id}`);
    expect((await named.idp.get(`${at}/Users/${id}`)).status).toBe(200);
    expect((await named.idp.get(at)).body.totalResults).toBe(2);
    expect((await named.idp.post(`${at}/.search`, {})).status).toBe(200);
    expect((await named.idp.post(`${at}/Users/.search/`, {})).status).toBe(200);
    expect((await named.idp.get(`${at}/ServiceProviderConfig/`)).status).toBe(200);
    expect((await named.idp.delete(`${at}/Users/${id}`)).status).toBe(204);
    expectError(await named.idp.get(`${at}/nowhere`), 404);
  });

  test.each(["directory_unknown", "acme-okta-2", "ACME", "x/y", "*", "", `${label}%00`])(
    "refuses the token for any other name: %j",
    async (name) => {
      expect((await named.idp.get(`/connections/${name}/Users`)).status).toBe(401);
      expect((await named.idp.get(`/connections/${name}`)).status).not.toBe(500);
    },
  );

  test("is followed at once when the label changes", async () => {
    const ctx = operator(services);
    await updateDirectory(ctx, named.directoryId, { label: "acme-new" });
    expect((await named.idp.get("/connections/acme-new/Users")).status).toBe(200);
    expect((await named.idp.get(`/connections/${label}/Users`)).status).toBe(401);
    await updateDirectory(ctx, named.directoryId, { label });
  });

  test("without a name in it, the token decides, with a trailing slash or without", async () => {
    for (const path of ["", "/", "//", "/Users/", "//Users", "/uSERS"]) {
      expect((await named.idp.get(path)).status).toBe(200);
    }
  });
});

describe("RateLimit headers", () => {
  const stateOf = ({ headers }: ScimReply) => {
    const [, r, t] = /^"default";r=(\d+);t=(\d+)$/.exec(headers.get("ratelimit") ?? "") ?? [];
    return { r: Number(r), t: Number(t) };
  };

  test("stand on every answer, count down, never fall below 0, and a 429 says when to come back", async () => {
    const limited = serve(database, { SCIM_RATE_LIMIT: "5" });
    const busy = await addDirectory(limited);
    const asked: [string, string, unknown?][] = [
      ["GET", "/Users"],
      ["POST", "/Users", { userName: unique("limited") }],
      ["GET", "/Users/nobody"],
      ["PUT", "/Users"],
      ["GET", "/nowhere"],
      ["POST", "/Users", "{broken"],
      ["GET", "/Users?filter=x"],
      ["GET", "/Me"],
      ["POST", "/Bulk", { Operations: [] }],
      ["GET", "/ServiceProviderConfig"],
    ];
    for (const [n, [method, path, body]] of asked.entries()) {
      const reply = await askScim(method, path, { token: busy.token, body });
      expect(reply.headers.get("ratelimit-policy")).toBe('"default";q=10;w=2');
      expect([reply.status === 429, stateOf(reply).r]).toEqual([false, 9 - n]);
    }
    const refused = await Promise.all(Array.from({ length: 20 }, () => busy.idp.get("/Users")));
    for (const reply of refused.filter(({ status }) => status !== 200)) {
      expectError(reply, 429, { "ratelimit-policy": '"default";q=10;w=2' });
      expect(stateOf(reply).r).toBe(0);
      expect(Number(reply.headers.get("retry-after"))).toBeGreaterThanOrEqual(stateOf(reply).t);
    }
    expect(refused.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(10);
    provideServices(services);
  });

  test("follow the directory's own limit, from the next request on; 0 means none", async () => {
    const limited = serve(database, { SCIM_RATE_LIMIT: "5" });
    const own = await addDirectory(limited);
    const ctx = operator(limited);
    const policy = async () => (await own.idp.get("/ServiceProviderConfig")).headers.get("ratelimit-policy");
    expect(await policy()).toBe('"default";q=10;w=2');
    await updateDirectory(ctx, own.directoryId, { rateLimit: 50 });
    expect(await policy()).toBe('"default";q=100;w=2');
    await updateDirectory(ctx, own.directoryId, { rateLimit: 0 });
    expect(await policy()).toBeNull();
    await updateDirectory(ctx, own.directoryId, { rateLimit: null });
    expect(await policy()).toBe('"default";q=10;w=2');
    provideServices(services);
  });

  test("the operator's default of 100 a second takes a burst of 200", async () => {
    const limited = serve(database, { SCIM_RATE_LIMIT: "100" });
    const burst = await addDirectory(limited);
    const replies = await Promise.all(Array.from({ length: 200 }, () => burst.idp.get("/ServiceProviderConfig")));
    expect(replies.filter(({ status }) => status !== 200)).toEqual([]);
    expect(replies[0]?.headers.get("ratelimit-policy")).toBe('"default";q=200;w=2');
    provideServices(services);
  });
});

describe("attack rows", () => {
  const MISSING = 'Bearer realm="scim"';
  const INVALID = 'Bearer realm="scim", error="invalid_token"';
  const withHeaders = (headers: Record<string, string>, path = "/Users") => askScim("GET", path, { headers });

  test("A1, A2, A3: nothing, Basic and an empty Bearer are 401", async () => {
    expectError(await withHeaders({}), 401, { "www-authenticate": MISSING });
    expectError(await withHeaders({ authorization: "Basic dXNlcjpwYXNz" }), 401, { "www-authenticate": MISSING });
    for (const authorization of ["Bearer", "Bearer    ", "bearer\t"]) {
      expectError(await withHeaders({ authorization }), 401, { "www-authenticate": INVALID });
    }
  });

  test("A6: garbage as a token is 401 and never 500", async () => {
    const { token } = directory;
    const garbage = [
      "Bearer %E0%A4%A",
      "Bearer \xff\xfe",
      `Bearer ${"a".repeat(16_384)}`,
      `Bearer ${token},${token}`,
      `Bearer ${token}, Bearer ${token}`,
      `Bearer scim_${"é".repeat(49)}`,
      "Bearer scim_",
      "Bearer __proto__",
    ];
    for (const authorization of garbage) expectError(await withHeaders({ authorization }), 401);
  });

  test("A9, A14, A15: neither cookies nor headers that proxies set open the door", async () => {
    const headers: Record<string, string>[] = [
      { cookie: "next-auth.session-token=abc; __Secure-next-auth.session-token=abc" },
      { "x-middleware-subrequest": Array(5).fill("src/middleware").join(":") },
      { "x-user-id": "1", "x-tenant": directory.directoryId, "x-original-url": "/scim/v2/Users" },
      { "x-forwarded-host": "evil.example", "x-rewrite-url": "/", "x-access-token": directory.token },
    ];
    for (const header of headers) {
      expectError(await withHeaders(header), 401);
      expectError(await withHeaders({ ...header, authorization: "Bearer x" }), 401, { "www-authenticate": INVALID });
    }
  });

  test("A10: a token in the query or the body is none", async () => {
    expectError(await askScim("GET", `/Users?access_token=${directory.token}`), 401);
    const body = { access_token: directory.token, userName: "x" };
    expectError(await askScim("POST", "/Users", { body }), 401);
  });

  test("A12: no spelling of an address gets past the door without a token", async () => {
    for (const path of [
      "/%55sers",
      "/Users%2f",
      "/./Users",
      "//Users",
      "/users",
      "/Users/%2e%2e",
      `/connections/${directory.directoryId}/Users`,
      "/connections",
    ]) {
      expectError(await askScim("GET", path), 401);
    }
  });

  test("A13: odd ids are 404 and name nothing else", async () => {
    for (const id of [
      "%2e%2e%2fGroups",
      "%252e%252e",
      "..;",
      "a%00b",
      "a%5cb",
      "a%0ab",
      "%E2%81%84",
      "%EF%BC%8F",
      "%ff",
    ]) {
      expectError(await directory.idp.get(`/Users/${id}`), 404);
      expectError(await directory.idp.delete(`/Groups/${id}`), 404);
    }
  });

  // A Request has resolved them already; server.ts hands in what was sent.
  test.each(["%2e%2e", "..", ".", "%2E", ".%2e/Groups", "%2e%2e/%2e%2e/%2e%2e/v1/organizations"])(
    "A13: /Users/%s is 404, not what it would lead to",
    async (path) => {
      const headers = new Headers({ authorization: `Bearer ${directory.token}` });
      const url = `http://localhost/scim/v2/Users/${path}`;
      expect((await replyScim({ method: "GET", url, headers, body: null })).status).toBe(404);
      expect((await replyScim({ method: "GET", url: `${url}?count=1`, headers, body: null })).status).toBe(404);
    },
  );

  test("A15: a header does not make another method of a POST", async () => {
    const { id } = (await directory.idp.post("/Users", { userName: unique("method") })).body;
    const headers = { "x-http-method-override": "DELETE", "x-http-method": "DELETE", "x-method-override": "DELETE" };
    expectError(await directory.idp.post(`/Users/${id}`, {}, { headers }), 405);
    expect((await directory.idp.get(`/Users/${id}`, { headers })).status).toBe(200);
    expect((await directory.idp.get(`/Users/${id}`)).status).toBe(200);
  });

  test("A16: addresses in answers are the configured ones, whatever Host says", async () => {
    const headers = { host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "http" };
    const reply = await directory.idp.post("/Users", { userName: unique("host") }, { headers });
    const request = new Request("http://evil.example/scim/v2/Users", {
      headers: { authorization: `Bearer ${directory.token}` },
    });
    expect(await (await answerScim(request)).text()).not.toContain("evil.example");
    expect(reply.headers.get("location")).toMatch(/^https:\/\/rollcall\.test\/scim\/v2\/Users\//);
    expect(reply.text).not.toContain("evil.example");
  });

  test("A17: parameters of the query never stand in for the id of the path", async () => {
    const [own, other] = [
      (await directory.idp.post("/Users", { userName: unique("own") })).body.id,
      (await directory.idp.post("/Users", { userName: unique("other") })).body.id,
    ];
    const query = `?nxtPid=${other}&id=${other}&nxtPunmatched=${other}`;
    expect((await directory.idp.get(`/Users/${own}${query}`)).body.id).toBe(own);
    expect((await directory.idp.delete(`/Users/${own}${query}`)).status).toBe(204);
    expect((await directory.idp.get(`/Users/${other}`)).status).toBe(200);
  });

  test("A18: an address that tries one token after the other is told to wait, and a good token from there is not", async () => {
    provideServices({ ...services });
    const headers = { "x-forwarded-for": "203.0.113.7" };
    const statuses: number[] = [];
    for (let n = 0; n < 300; n++) {
      const reply = await askScim("GET", "/Users", { token: `scim_${n}`, headers });
      statuses.push(reply.status);
      if (reply.status === 429) expectError(reply, 429, { "retry-after": expect.stringMatching(/^\d+$/) });
    }
    expect(statuses[0]).toBe(401);
    expect(statuses.at(-1)).toBe(429);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect((await directory.idp.get("/Users", { headers })).status).toBe(200);
    expect(
      (await askScim("GET", "/Users", { token: "scim_x", headers: { "x-forwarded-for": "203.0.113.8" } })).status,
    ).toBe(401);
    provideServices(services);
  });

  test("A19: what is meant for the framework's actions is 401 without and 415 with a token", async () => {
    const form = '--b\r\nContent-Disposition: form-data; name="0"\r\n\r\n{"then":"$1:__proto__:then"}\r\n--b--';
    const headers = { "next-action": "a".repeat(40), "content-type": "multipart/form-data; boundary=b" };
    expectError(await askScim("POST", "/Users", { body: form, headers }), 401);
    expectError(await directory.idp.post("/Users", form, { headers }), 415);
  });

  test("A20: ids, other kinds of secrets and session tokens are no SCIM tokens", async () => {
    const { mint } = services.secrets;
    for (const token of [
      directory.tokenId,
      directory.directoryId,
      mint("key").plaintext,
      mint("ocs").plaintext,
      "eyJhbGciOiJkaXIifQ..a.b.c",
    ]) {
      expectError(await askScim("GET", "/Users", { token }), 401, { "www-authenticate": INVALID });
    }
  });
});

describe("the log tells whose dialect was spoken", () => {
  const entra = patchBody([{ op: "Replace", path: "title", value: "x" }]);
  const rfc = patchBody([{ op: "replace", path: "title", value: "x" }]);
  test.each<[string, string, string, unknown, Record<string, string>, string]>([
    ["okta", "Okta's agent", "generic", rfc, { "user-agent": "Okta SCIM Client 1.0.0" }, ""],
    ["okta", "a directory for Okta", "okta_scim", rfc, {}, ""],
    ["entra", "operations in capitals", "entra", entra, {}, ""],
    ["entra", "operations in capitals and nobody having said", "generic", entra, {}, ""],
    ["entra-scim", "Entra's flag and operations as the RFC has them", "entra", rfc, {}, "?aadOptscim062020"],
    ["entra", "Entra's flag, ignored by on-demand provisioning", "entra", entra, {}, "?aadOptscim062020"],
    ["generic", "nothing that gives it away", "generic", rfc, {}, ""],
  ])("%s: %s", async (dialect, _, provider, body, headers, query) => {
    const { idp, directoryId } = await addDirectory(services, { provider: provider as never });
    const { id } = (await idp.post("/Users", { userName: unique("dialect") })).body;
    const reply = await idp.get(`/Users/${id}`);
    expect(reply.status).toBe(200);
    const { token } = await issueToken(operator(services), directoryId, { name: "Second" });
    const patched = await askScim("PATCH", `/Users/${id}${query}`, { token, body, headers });
    expect(patched.status, patched.text).toBe(200);
    const { data } = await listLog(operator(services), directoryId, { outcome: "changed" });
    const entry = data.find(({ method }) => method === "PATCH");
    expect(await getLogEntry(operator(services), directoryId, entry?.id ?? "")).toMatchObject({ dialect });
  });
});
