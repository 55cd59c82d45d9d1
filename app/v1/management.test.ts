import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askManagement, expectFailure, managementClient } from "#lib/testing/management-client.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { scimClient } from "#lib/testing/scim-client.ts";
import { BASE_URL, ENV_KEY, serve } from "#lib/testing/test-instance.ts";

let database: TestDatabase;
const api = managementClient(ENV_KEY);
beforeAll(async () => {
  database = await openTestPostgres();
  serve(database);
});
afterAll(() => database.close());

const MS = expect.any(Number);
const organization = async (name = "Acme") => (await api.post("/organizations", { name })).body.id;
const directory = async (id: string, name = "Okta", provider = "okta_scim") =>
  (await api.post(`/organizations/${id}/directories`, { name, provider })).body.id;

describe("organizations", () => {
  test("are created with their id at the top level, and found by it", async () => {
    const created = await api.post("/organizations", { name: "  Acme Inc " });
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      id: expect.stringMatching(/^org_[0-9a-f]{32}$/),
      object: "organization",
      name: "Acme Inc",
      created_at: MS,
    });
    const found = await api.get(`/organizations/${created.body.id}`);
    expect([found.status, found.body]).toEqual([200, created.body]);
  });

  test("are listed in pages with the count of all", async () => {
    const ids = [await organization(), await organization(), await organization()];
    const { body } = await api.get("/organizations?limit=200");
    expect(body.data.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    expect(body.total_count).toBe(body.data.length);
    const page = await api.get("/organizations?limit=1&offset=1");
    expect(page.body).toEqual({ data: [body.data[1]], total_count: body.total_count });
  });
});

describe("directories", () => {
  test("are created, shown, listed, changed and deleted", async () => {
    const org = await organization();
    const path = `/organizations/${org}/directories`;
    const created = await api.post(path, { name: "Okta", provider: "okta_saml" });
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      id: expect.stringMatching(/^directory_[0-9a-f]{32}$/),
      object: "directory",
      organization_id: org,
      name: "Okta",
      provider: "okta_saml",
      state: "waiting",
      endpoint_url: `${BASE_URL}/scim/v2/`,
      connection_url: `${BASE_URL}/scim/v2/connections/${created.body.id}/`,
      label: null,
      rate_limit: null,
      metadata: { users: { active: 0, inactive: 0 }, groups: 0 },
      created_at: MS,
      last_request_at: null,
    });
    const own = `${path}/${created.body.id}`;
    expect((await api.get(own)).body).toEqual(created.body);
    expect((await api.get(path)).body).toEqual({ data: [created.body], total_count: 1 });
    const paused = await api.patch(own, { name: "Renamed", state: "paused" });
    expect(paused.body).toEqual({ ...created.body, name: "Renamed", state: "paused" });
    const deleted = await api.delete(own);
    expect([deleted.status, deleted.text]).toEqual([204, ""]);
    expectFailure(await api.get(own), 404, "not_found");
  });

  test("without a provider are generic", async () => {
    const { body } = await api.post(`/organizations/${await organization()}/directories`, { name: "Any" });
    expect(body.provider).toBe("generic");
  });

  test("deleting one ends its tokens and takes the memberships it gave away", async () => {
    const org = await organization();
    const id = await directory(org);
    const { body } = await api.post(`/organizations/${org}/scim/tokens`, { name: "T" });
    const idp = scimClient(body.token);
    const user = await idp.post("/Users", { userName: "leaves" });
    await api.delete(`/organizations/${org}/directories/${id}`);
    expect((await idp.get("/Users")).status).toBe(401);
    const rows = await database.sql.query("select active from member where directory_user_id = $1::uuid", [
      user.body.id,
    ]);
    expect(rows).toEqual([{ active: false }]);
  });
});

describe("SCIM tokens", () => {
  const TOKEN = {
    id: expect.stringMatching(/^scimt_[0-9a-f]{32}$/),
    object: "scim_token",
    directory_id: expect.stringMatching(/^directory_[0-9a-f]{32}$/),
    name: "Okta token",
    prefix: expect.stringMatching(/^scim_.{8}$/),
    scopes: expect.any(Array),
    created_at: MS,
    expires_at: null,
    last_used_at: null,
    revoked_at: null,
  };

  test("the endpoint's address is told", async () => {
    const { status, body } = await api.get(`/organizations/${await organization()}/scim/endpoint`);
    expect([status, body]).toEqual([200, { endpoint_url: `${BASE_URL}/scim/v2/` }]);
  });

  test("are issued with their plaintext this one time, work, and are listed without it", async () => {
    const org = await organization();
    await directory(org);
    const path = `/organizations/${org}/scim/tokens`;
    const issued = await api.post(path, { name: "Okta token" });
    expect(issued.status).toBe(201);
    expect(issued.body).toEqual({
      ...TOKEN,
      organization_id: org,
      token: expect.stringMatching(/^scim_[0-9A-Za-z]{49}$/),
    });
    const { token, ...shown } = issued.body;
    expect((await scimClient(token).get("/Users")).status).toBe(200);
    expect((await api.get(path)).body).toEqual({ data: [shown], total_count: 1 });
  });

  test("are revoked for good; revoking again answers the same", async () => {
    const org = await organization();
    const path = `/organizations/${org}/scim/tokens`;
    const { body } = await api.post(path, { name: "Okta token" });
    const { token, ...shown } = body;
    const revoked = await api.post(`${path}/${body.id}/revoke`);
    expect([revoked.status, revoked.body]).toEqual([200, { ...shown, revoked_at: MS }]);
    expect((await scimClient(token).get("/Users")).status).toBe(401);
    const again = await api.post(`${path}/${body.id}/revoke`);
    expect([again.status, again.body]).toEqual([200, revoked.body]);
    const acts = await database.sql.query("select from audit_entry where action = 'token.revoked' and target_id = $1", [
      body.id,
    ]);
    expect(acts).toHaveLength(1);
  });

  test("without directory_id are for the organization's only directory", async () => {
    const org = await organization();
    const id = await directory(org);
    await api.post(`/organizations/${org}/scim/tokens`, { name: "T" });
    const { body } = await api.get(`/organizations/${org}/directories`);
    expect(body.data.map((one) => one.id)).toEqual([id]);
  });

  test("without any directory make a generic one", async () => {
    const org = await organization();
    expect((await api.post(`/organizations/${org}/scim/tokens`, { name: "T" })).status).toBe(201);
    const { body } = await api.get(`/organizations/${org}/directories`);
    expect(body.data).toMatchObject([{ provider: "generic" }]);
  });

  test("with several directories need directory_id, and are for that one", async () => {
    const org = await organization();
    const [first, second] = [await directory(org, "One"), await directory(org, "Two")];
    const path = `/organizations/${org}/scim/tokens`;
    expectFailure(await api.post(path, { name: "T" }), 422, "invalid", { directory_id: expect.any(String) });
    const { body } = await api.post(path, { name: "T", directory_id: second });
    await scimClient(body.token).post("/Users", { userName: "two" });
    const counts = async (id: string) => (await api.get(`/organizations/${org}/directories/${id}`)).body.metadata;
    expect(await counts(second)).toMatchObject({ users: { active: 1 } });
    expect(await counts(first)).toMatchObject({ users: { active: 0 } });
  });
});

describe("input that cannot be used is a 422 naming the field, or a 400", () => {
  test.each<[string, string, unknown, string]>([
    ["POST", "", { name: "" }, "name"],
    ["POST", "", { name: "  " }, "name"],
    ["POST", "", { name: "x".repeat(101) }, "name"],
    ["POST", "", {}, "name"],
    ["POST", "", [], "body"],
    ["POST", "/ORG/directories", { name: "x", provider: "unknown" }, "provider"],
    ["POST", "/ORG/scim/tokens", { name: 3 }, "name"],
    ["POST", "/ORG/scim/tokens", { name: "x", directory_id: 3 }, "directory_id"],
    ["PATCH", "/ORG/directories/DIR", {}, "body"],
    ["PATCH", "/ORG/directories/DIR", { state: "waiting" }, "state"],
  ])("%s /organizations%s %j", async (method, path, body, field) => {
    const org = await organization();
    const id = await directory(org);
    const url = `/organizations${path.replace("ORG", org).replace("DIR", id)}`;
    const reply = await askManagement(method, url, { key: ENV_KEY, body });
    expectFailure(reply, 422, "invalid", { [field]: expect.stringMatching(/\S/) });
  });

  test("NUL, which the database cannot hold, is refused wherever it comes, and no id has it", async () => {
    const org = await organization();
    const fields = async (method: string, path: string, body?: unknown) => {
      const reply = await askManagement(method, path, { key: ENV_KEY, body });
      expect([reply.status, reply.body.error.code], `${method} ${path}`).toEqual([422, "invalid"]);
      return Object.keys(reply.body.error.fields ?? {});
    };
    expect(await fields("POST", "/organizations", { name: "a\0b" })).toEqual(["name"]);
    expect(await fields("POST", "/organizations", { name: "a", "b\0": 1 })).toEqual(["body"]);
    expect(await fields("PATCH", `/organizations/${org}/settings`, { notifications: { recipients: ["a\0"] } })).toEqual(
      ["notifications.recipients.0"],
    );
    expect(await fields("GET", "/organizations?cursor=%00")).toEqual(["cursor"]);
    expect(await fields("GET", "/events?directory_id=%00")).toEqual(["directory_id"]);
    expectFailure(await api.get("/organizations/a%00b"), 404, "not_found");
    expectFailure(await api.get(`/organizations/${org}/directories/%00`), 404, "not_found");
    // An escaped backslash is none of it.
    expect((await api.post("/organizations", { name: "a\\u0000b" })).body.name).toBe("a\\u0000b");
  });

  test("a page that cannot be is a 422", async () => {
    for (const query of ["limit=0", "limit=201", "limit=x", "offset=-1"]) {
      expect((await api.get(`/organizations?${query}`)).status).toBe(422);
    }
  });

  test("a body that is no JSON is a 400, one that is not sent as JSON a 415, one that is too large a 413", async () => {
    expectFailure(await api.post("/organizations", "{"), 400, "invalid_request");
    expectFailure(await api.post("/organizations", { name: "x".repeat(1_048_576) }), 413, "payload_too_large");
    const reply = await askManagement("POST", "/organizations", {
      key: ENV_KEY,
      body: "name=x",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expectFailure(reply, 415, "unsupported_media_type");
  });
});
