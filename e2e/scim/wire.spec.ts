import type { APIRequestContext, APIResponse } from "@playwright/test";
import { expect, test } from "../fixtures.ts";

const SCIM = "application/scim+json";
const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
const BULK = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
const FLAG = "aadOptscim062020";
const NO_ID = "00000000-0000-7000-8000-000000000000";

const ENDPOINTS = ["/Users", "/Groups", "/ServiceProviderConfig", "/ResourceTypes", "/Schemas"];

const mediaType = (response: APIResponse) => response.headers()["content-type"]?.split(";")[0];

/** RFC 7644 §3.12: every failure is a SCIM error, whose status is a string. */
async function expectScimError(response: APIResponse, status: number): Promise<void> {
  expect(response.status(), response.url()).toBe(status);
  expect(mediaType(response)).toBe(SCIM);
  expect(await response.json()).toMatchObject({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    status: String(status),
    detail: expect.stringMatching(/\S/),
  });
}

async function createUser(idp: APIRequestContext, origin: string, userName: string) {
  const response = await idp.post(`${origin}/scim/v2/Users`, { data: { schemas: [USER], userName } });
  expect(response.status(), await response.text()).toBe(201);
  return response;
}

test("discovery describes what is there, with addresses that work as given", async ({ idp, origin }) => {
  const config = await (await idp.get(`${origin}/scim/v2/ServiceProviderConfig`)).json();
  expect(config).toMatchObject({ patch: { supported: true }, bulk: { supported: true }, etag: { supported: true } });
  for (const collection of ["ResourceTypes", "Schemas"]) {
    const { Resources, totalResults } = await (await idp.get(`${origin}/scim/v2/${collection}`)).json();
    expect(totalResults).toBe(Resources.length);
    for (const { id, meta } of Resources) {
      const one = await idp.get(meta.location);
      expect(await one.json()).toMatchObject({ id, meta });
    }
  }
});

test("slashes at the end, doubled slashes and letter case make no difference", async ({ idp, origin }) => {
  const { id } = await (await createUser(idp, origin, "slashes@example.test")).json();
  const spellings = ["/scim/v2/Users", "/scim/v2/Users/", "/scim/v2//Users", "//scim//v2//Users//", "/SCIM/V2/users"];
  for (const spelling of spellings) {
    const list = await idp.get(`${origin}${spelling}`);
    expect(list.status(), spelling).toBe(200);
    expect((await list.json()).totalResults, spelling).toBe(1);
    expect((await idp.get(`${origin}${spelling.replace(/\/+$/, "")}/${id}`)).status(), spelling).toBe(200);
  }
  const created = await idp.post(`${origin}/scim/v2/Users/`, { data: { schemas: [USER], userName: "posted" } });
  expect(created.status()).toBe(201);
});

test(`every endpoint overlooks ?${FLAG}`, async ({ idp, origin }) => {
  for (const endpoint of ENDPOINTS) {
    expect((await idp.get(`${origin}/scim/v2${endpoint}?${FLAG}`)).status(), endpoint).toBe(200);
  }
  const flagged = (path: string) => `${origin}/scim/v2${path}?${FLAG}`;
  const created = await idp.post(flagged("/Users"), { data: { schemas: [USER], userName: "flagged@example.test" } });
  expect(created.status()).toBe(201);
  const path = `/Users/${(await created.json()).id}`;
  expect((await idp.get(`${flagged(path)}&excludedAttributes=groups`)).status()).toBe(200);
  expect((await idp.delete(flagged(path))).status()).toBe(204);
});

test("HEAD answers as GET does, without the body", async ({ idp, origin }) => {
  const { id } = await (await createUser(idp, origin, "head@example.test")).json();
  for (const path of [...ENDPOINTS, `/Users/${id}`]) {
    const [head, get] = [await idp.head(`${origin}/scim/v2${path}`), await idp.get(`${origin}/scim/v2${path}`)];
    expect(head.status(), path).toBe(200);
    expect(head.headers().etag, path).toBe(get.headers().etag);
    expect(mediaType(head), path).toBe(SCIM);
    expect(await head.text(), path).toBe("");
  }
  expect((await idp.head(`${origin}/scim/v2/Users/${NO_ID}`)).status()).toBe(404);
});

test("a method that is not offered is answered 405 with those that are", async ({ idp, origin }) => {
  const refused = [
    { method: "PUT", path: "/Users", allow: "GET, POST" },
    { method: "DELETE", path: "/Groups", allow: "GET, POST" },
    { method: "POST", path: `/Users/${NO_ID}`, allow: "GET, PUT, PATCH, DELETE" },
    { method: "POST", path: "/Schemas", allow: "GET" },
    { method: "DELETE", path: "/ServiceProviderConfig", allow: "GET" },
    { method: "OPTIONS", path: "/Users", allow: "GET, POST" },
  ];
  for (const { method, path, allow } of refused) {
    const response = await idp.fetch(`${origin}/scim/v2${path}`, { method });
    await expectScimError(response, 405);
    expect(response.headers().allow, `${method} ${path}`).toBe(allow);
  }
});

test("whatever is not there is a SCIM 404, and never an empty list or a page", async ({ idp, origin }) => {
  const nowhere = ["/nothing", "/Users/1/groups", `/Users/${NO_ID}`, "/Users/not-an-id", `/Groups/${NO_ID}`];
  for (const path of [...nowhere, "/Schemas/urn:none", "/ResourceTypes/None", "/Users/%00", "/Users/%E0%A4%A"]) {
    await expectScimError(await idp.get(`${origin}/scim/v2${path}`), 404);
  }
  await expectScimError(await idp.delete(`${origin}/scim/v2/Users/${NO_ID}`), 404);
});

test("the answer is SCIM JSON whatever the client says it accepts", async ({ idp, origin }) => {
  const accepted = [SCIM, "application/json", "*/*", "application/scim+json, application/json;q=0.5", "text/html", ""];
  for (const accept of accepted) {
    const response = await idp.get(`${origin}/scim/v2/Users`, { headers: { accept } });
    expect(response.status(), accept).toBe(200);
    expect(mediaType(response), accept).toBe(SCIM);
  }
});

test("a body must be JSON and say so", async ({ idp, origin }) => {
  const post = (type: string, data: string) =>
    idp.post(`${origin}/scim/v2/Users`, { headers: { "content-type": type }, data });
  const body = (userName: string) => JSON.stringify({ schemas: [USER], userName });
  for (const type of ["application/json", "application/json; charset=utf-8", "Application/SCIM+JSON"]) {
    expect((await post(type, body(type))).status(), type).toBe(201);
  }
  await expectScimError(await post("text/plain", body("plain")), 415);
  await expectScimError(await post("application/x-www-form-urlencoded", "userName=form"), 415);
  await expectScimError(await post(SCIM, "{"), 400);
  await expectScimError(await post(SCIM, "[]"), 400);
});

test("without a good token everything is 401, and only a wrong one is called invalid", async ({
  playwright,
  origin,
}) => {
  const http = await playwright.request.newContext();
  const forged = `scim_${"A".repeat(48)}`;
  const credentials = [undefined, "Bearer", `Bearer ${forged}`, "Bearer a b", "Basic dTpw", forged, "Bearer "];
  for (const authorization of credentials) {
    for (const path of ["/Users", "/ServiceProviderConfig", "/nothing"]) {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      const response = await http.get(`${origin}/scim/v2${path}`, { headers });
      await expectScimError(response, 401);
      expect(response.headers()["www-authenticate"]).toMatch(/^Bearer realm="scim"/);
    }
  }
  const missing = await http.get(`${origin}/scim/v2/Users`);
  expect(missing.headers()["www-authenticate"]).not.toContain("error=");
  const wrong = await http.get(`${origin}/scim/v2/Users`, { headers: { authorization: `Bearer ${forged}` } });
  expect(wrong.headers()["www-authenticate"]).toContain('error="invalid_token"');
  await http.dispose();
});

test("the token is accepted as Okta and others send it", async ({ playwright, origin, directory }) => {
  const http = await playwright.request.newContext();
  for (const authorization of [`bearer ${directory.token}`, `BEARER  ${directory.token}`, directory.token]) {
    expect((await http.get(`${origin}/scim/v2/Users`, { headers: { authorization } })).status()).toBe(200);
  }
  const inQuery = await http.get(`${origin}/scim/v2/Users?access_token=${directory.token}`);
  await expectScimError(inQuery, 401);
  await http.dispose();
});

test("versions: 304 for what is known, 412 for what has changed since", async ({ idp, origin }) => {
  const created = await createUser(idp, origin, "versions@example.test");
  const { location, etag } = created.headers() as { location: string; etag: string };
  expect((await created.json()).meta).toMatchObject({ location, version: etag });

  const known = await idp.get(location, { headers: { "if-none-match": etag } });
  expect(known.status()).toBe(304);
  expect(known.headers().etag).toBe(etag);
  expect(await known.text()).toBe("");

  const change = { schemas: [USER], userName: "versions@example.test", title: "Engineer" };
  const changed = await idp.put(location, { headers: { "if-match": etag }, data: change });
  expect(changed.status()).toBe(200);
  expect(changed.headers().etag).not.toBe(etag);

  const again = { ...change, title: "Overwritten" };
  for (const stale of [etag, '"never-ours"']) {
    await expectScimError(await idp.put(location, { headers: { "if-match": stale }, data: again }), 412);
    await expectScimError(await idp.delete(location, { headers: { "if-match": stale } }), 412);
  }
  expect((await (await idp.get(location)).json()).title).toBe("Engineer");
  expect((await idp.get(location, { headers: { "if-none-match": etag } })).status()).toBe(200);
  expect((await idp.delete(location, { headers: { "if-match": "*" } })).status()).toBe(204);
});

test("what the standard lets us leave out says 501", async ({ idp, origin }) => {
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
    await expectScimError(await idp.fetch(`${origin}/scim/v2/Me`, { method, data: {} }), 501);
  }
});

test("many operations in one request are answered one by one", async ({ idp, origin }) => {
  const create = (bulkId: string, userName: string) => ({
    method: "POST",
    path: "/Users",
    bulkId,
    data: { schemas: [USER], userName },
  });
  const response = await idp.post(`${origin}/scim/v2/Bulk`, {
    data: { schemas: [BULK], Operations: [create("first", "one@example.test"), create("second", "one@example.test")] },
  });
  expect(response.status()).toBe(200);
  const { Operations } = await response.json();
  expect(Operations.map(({ status }: { status: string }) => status)).toEqual(["201", "409"]);
  expect(await (await idp.get(Operations[0].location)).json()).toMatchObject({ userName: "one@example.test" });
});

test("a query of the root sees people and groups", async ({ idp, origin }) => {
  await createUser(idp, origin, "root@example.test");
  await idp.post(`${origin}/scim/v2/Groups`, { data: { schemas: [GROUP], displayName: "Root" } });
  for (const root of ["/scim/v2", "/scim/v2/", "/SCIM//V2"]) {
    expect((await (await idp.get(`${origin}${root}`)).json()).totalResults, root).toBe(2);
  }
});

test("a paused directory answers 503 with Retry-After, and goes on where it was", async ({
  idp,
  origin,
  directory: { organizationId, id },
  management,
}) => {
  await createUser(idp, origin, "before@example.test");
  await management.updateDirectory(organizationId, id, { state: "paused" });
  const paused = await idp.post(`${origin}/scim/v2/Users`, { data: { schemas: [USER], userName: "meanwhile" } });
  await expectScimError(paused, 503);
  expect(Number(paused.headers()["retry-after"])).toBeGreaterThan(0);
  await management.updateDirectory(organizationId, id, { state: "active" });
  expect((await (await idp.get(`${origin}/scim/v2/Users`)).json()).totalResults).toBe(1);
});

test("every answer has a request id, by which the log finds it", async ({ idp, origin, directory, adminHttp }) => {
  const group = { schemas: [GROUP], displayName: "Found by id" };
  const answers = [
    await idp.get(`${origin}/scim/v2/Users`),
    await idp.post(`${origin}/scim/v2/Groups`, { data: group }),
    await idp.get(`${origin}/scim/v2/Users/${NO_ID}`),
    await idp.get(`${origin}/scim/v2/Users?filter=${encodeURIComponent("userName eq")}`),
  ];
  for (const answer of answers) {
    const requestId = answer.headers()["x-request-id"];
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    const find = async () => {
      const found = await adminHttp.get(`/api/directories/${directory.id}/log?q=${requestId}`);
      return (await found.json()).data.map((entry: { requestId: string; status: number }) => ({
        requestId: entry.requestId,
        status: entry.status,
      }));
    };
    await expect.poll(find).toEqual([{ requestId, status: answer.status() }]);
  }
});

test("the log names the sender by its connection, whatever the request claims", async ({
  idp,
  origin,
  directory,
  adminHttp,
}) => {
  const headers = { "X-Forwarded-For": "203.0.113.7" };
  const answer = await idp.get(`${origin}/scim/v2/Users`, { headers });
  const requestId = answer.headers()["x-request-id"];
  const log = `/api/directories/${directory.id}/log`;
  const senderOf = async () => {
    const [entry] = (await (await adminHttp.get(`${log}?q=${requestId}`)).json()).data;
    return entry && (await (await adminHttp.get(`${log}/${entry.id}`)).json()).ip;
  };
  await expect.poll(senderOf).toBe("127.0.0.1");
});
