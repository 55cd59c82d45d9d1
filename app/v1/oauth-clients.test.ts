import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Services } from "#lib/http/services.ts";
import { expectFailure, managementClient } from "#lib/testing/management-client.ts";
import { askWithSecret } from "#lib/testing/oauth-client.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { scimClient } from "#lib/testing/scim-client.ts";
import { addDirectory, BASE_URL, ENV_KEY, serve, type TestDirectory } from "#lib/testing/test-instance.ts";

let database: TestDatabase;
let services: Services;
let directory: TestDirectory;
let path: string;
const api = managementClient(ENV_KEY);
beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database);
  directory = await addDirectory(services);
  path = `/organizations/${directory.organizationId}/directories/${directory.directoryId}/oauth/clients`;
});
afterAll(() => database.close());

const MS = expect.any(Number);
const SECRET = {
  id: expect.stringMatching(/^secret_[0-9a-f]{32}$/),
  object: "oauth_secret",
  prefix: expect.stringMatching(/^ocs_.{8}$/),
  created_at: MS,
  expires_at: null,
  last_used_at: null,
  revoked_at: null,
};
const secretsOf = (body: { [name: string]: unknown }) => body.secrets as { id: string; revoked_at: number | null }[];

describe("OAuth clients", () => {
  test("are created with a first secret, shown this one time, and a token_url where it works", async () => {
    const created = await api.post(path, { name: "Entra", scopes: ["get:users", "get:users"], secret_lifetime: 900 });
    expect(created.status).toBe(201);
    const { client_secret: secret, ...shown } = created.body;
    expect(secret).toMatch(/^ocs_[0-9A-Za-z]{49}$/);
    expect(shown).toEqual({
      id: expect.stringMatching(/^client_[0-9a-f]{32}$/),
      object: "oauth_client",
      organization_id: directory.organizationId,
      directory_id: directory.directoryId,
      name: "Entra",
      scopes: ["get:users"],
      token_url: `${BASE_URL}/oauth/token`,
      secrets: [{ ...SECRET, expires_at: (shown.created_at as number) + 900_000 }],
      created_at: MS,
      last_used_at: null,
      revoked_at: null,
    });
    const listed = await api.get(path);
    expect(listed.body).toEqual({ data: [shown], total_count: 1 });
    const granted = await askWithSecret(created.body.id, secret);
    expect((await scimClient(granted.body.access_token).get("/Users")).status).toBe(200);
    const used = (await api.get(path)).body.data[0];
    expect(used).toMatchObject({ last_used_at: MS, secrets: [{ last_used_at: MS }] });
  });

  test("without scopes may do everything", async () => {
    expect((await api.post(path, { name: "All" })).body.scopes).toHaveLength(10);
  });

  test("take further secrets, which are revoked one by one; again answers the same", async () => {
    const { id } = (await api.post(path, { name: "Rotates" })).body;
    const added = await api.post(`${path}/${id}/secrets`, {});
    expect(added.status).toBe(201);
    const { client_secret: secret, ...shown } = added.body;
    expect(shown).toEqual(SECRET);
    expect((await askWithSecret(id, secret)).status).toBe(200);
    const revoke = `${path}/${id}/secrets/${shown.id}/revoke`;
    const revoked = await api.post(revoke);
    expect([revoked.status, revoked.body]).toEqual([200, { ...SECRET, last_used_at: MS, revoked_at: MS }]);
    expect((await askWithSecret(id, secret)).status).toBe(401);
    expect((await api.post(revoke)).body).toEqual(revoked.body);
    const client = (await api.get(path)).body.data.find((one) => one.id === id) ?? {};
    expect(secretsOf(client).map((one) => one.revoked_at === null)).toEqual([false, true]);
  });

  test("are revoked with all their tokens; again answers the same, and no secret is added", async () => {
    const { id, client_secret: secret } = (await api.post(path, { name: "Ends" })).body;
    const idp = scimClient((await askWithSecret(id, secret)).body.access_token);
    expect((await idp.get("/Users")).status).toBe(200);
    const revoked = await api.post(`${path}/${id}/revoke`);
    expect([revoked.status, revoked.body]).toEqual([200, expect.objectContaining({ id, revoked_at: MS })]);
    expect((await idp.get("/Users")).status).toBe(401);
    expect((await api.post(`${path}/${id}/revoke`)).body).toEqual(revoked.body);
    expectFailure(await api.post(`${path}/${id}/secrets`, {}), 409, "conflict");
  });

  test.each<[string, unknown, string]>([
    ["", {}, "name"],
    ["", { name: "x", scopes: [] }, "scopes"],
    ["", { name: "x", scopes: ["all"] }, "scopes.0"],
    ["", { name: "x", secret_lifetime: 899 }, "secret_lifetime"],
    ["/CLIENT/secrets", { secret_lifetime: 1 }, "secret_lifetime"],
  ])("are refused with the field that is wrong: POST %s %j", async (to, body, field) => {
    const reply = await api.post(path + to.replace("CLIENT", "client_x"), body);
    expectFailure(reply, 422, "invalid", { [field]: expect.any(String) });
  });

  test("and secrets that do not exist, or are another directory's of the same organization, are a 404", async () => {
    const other = await addDirectory(services, { organizationId: directory.organizationId });
    const others = `/organizations/${other.organizationId}/directories/${other.directoryId}/oauth/clients`;
    const { id, secrets } = (await api.post(path, { name: "Here" })).body;
    const [secret] = secretsOf({ secrets });
    for (const at of [`${others}/${id}`, `${path}/client_x`]) {
      expectFailure(await api.post(`${at}/revoke`), 404, "not_found");
      expectFailure(await api.post(`${at}/secrets`, {}), 404, "not_found");
      expectFailure(await api.post(`${at}/secrets/${secret?.id}/revoke`), 404, "not_found");
    }
    const second = (await api.post(path, { name: "Second" })).body.id;
    expectFailure(await api.post(`${path}/${second}/secrets/${secret?.id}/revoke`), 404, "not_found");
    expect((await api.get(others)).body).toEqual({ data: [], total_count: 0 });
  });
});
