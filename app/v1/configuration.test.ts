/** A directory's whole configuration as one file. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DirectoryConfiguration } from "#lib/contract/directory-configuration.ts";
import type { Services } from "#lib/http/services.ts";
import { expectFailure, managementClient } from "#lib/testing/management-client.ts";
import { openTestEmbedded, openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { addDirectory, ENV_KEY, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";

let database: TestDatabase;
let services: Services;
let directory: TestDirectory;
let org: string;
let path: string;
const api = managementClient(ENV_KEY);
beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database);
});
afterAll(() => database.close());
const pathOf = (each: TestDirectory) =>
  `/organizations/${each.organizationId}/directories/${each.directoryId}/configuration`;
beforeEach(async () => {
  directory = await addDirectory(services);
  org = `/organizations/${directory.organizationId}`;
  path = pathOf(directory);
});

const URN = "urn:example:params:scim:schemas:extension:acme:2.0:User";
const ROLE = { slug: "org:auditor", name: "Auditor", rank: 500, permissions: [] };
const file = (label: string) => ({
  object: "rollcall.configuration",
  format: 1,
  directory: { name: "Everyone", provider: "entra", label, rate_limit: 50 },
  custom_roles: [ROLE],
  custom_attributes: [{ key: "badge", label: "Badge", type: "text", required: false }],
  schemas: [
    {
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
      id: URN,
      name: "Acme",
      attributes: [{ name: "badge", type: "string" }],
    },
  ],
  mapping: {
    user_id_attribute: "externalId",
    rows: [
      { source: "userName", target: "email_address" },
      { source: `${URN}:badge`, target: "custom_attributes.badge" },
    ],
  },
  roles: {
    policy: "highest",
    rules: [{ kind: "group", group: { id: null, name: "Auditors" }, role: "org:auditor" }],
    default_role: null,
  },
  settings: { retention: { event_days: 60 }, time_zone: "Europe/Berlin" },
  webhook_endpoints: [{ url: "https://app.example.com/hooks", events: ["dsync.*"], description: "App" }],
});

interface Plan {
  readonly object: string;
  readonly dry_run: boolean;
  readonly revision: string;
  readonly changes: { part: string; kind: string; words: string; before: string | null; after: string | null }[];
  readonly problems: { part: string; message: string }[];
}
const bring = async (configuration: object, options: object = {}) => {
  const reply = await api.post(path, { configuration, ...options });
  return { reply, plan: reply.body as unknown as Plan };
};

describe("exporting and importing", () => {
  test("a dry run tells what would change and changes nothing; applying it changes just that", async () => {
    const before = (await api.get(path)).text;
    const given = file(unique("label"));
    const looked = await bring(given, { dry_run: true });
    expect(looked.plan).toMatchObject({ object: "configuration_plan", dry_run: true, problems: [] });
    expect([...new Set(looked.plan.changes.map(({ part }) => part))]).toEqual([
      "directory",
      "custom_roles",
      "custom_attributes",
      "schemas",
      "mapping",
      "roles",
      "settings",
      "webhook_endpoints",
    ]);
    expect(looked.plan.changes.map(({ words }) => words)).toEqual(
      expect.arrayContaining([
        "name was Directory and is Everyone.",
        "org:auditor is new.",
        "retention.event_days was 30 and is 60.",
        "https://app.example.com/hooks is new.",
        "The default role was org:member and is no access.",
      ]),
    );
    expect((await api.get(path)).text).toBe(before);

    const { reply, plan } = await bring(given, { based_on: looked.plan.revision });
    expect(reply.status, reply.text).toBe(200);
    expect(plan.changes).toEqual(looked.plan.changes);
    const now = (await api.get(path)).body;
    expect(now).toMatchObject({
      directory: given.directory,
      custom_roles: [ROLE],
      roles: given.roles,
      mapping: { user_id_attribute: "externalId" },
      settings: { retention: { event_days: 60, log_days: 365 } },
      webhook_endpoints: given.webhook_endpoints,
    });
    expect((await api.get(`${org}/webhook_endpoints`)).body.data).toMatchObject([{ state: "paused" }]);
    const [line] = (await api.get(`${org}/audit_log?action=configuration.imported`)).body.data;
    expect(line).toMatchObject({ detail: { changes: plan.changes.length }, surface: "api" });
  });

  test("what was exported can be imported: the same changes nothing, another directory becomes alike", async () => {
    await bring(file(unique("label")));
    const exported = (await api.get(path)).body as unknown as { directory: object };
    const again = await bring(exported);
    expect(again.plan).toMatchObject({ changes: [], problems: [] });
    const other = await addDirectory(services);
    const { label: _, ...rest } = exported.directory as { label: string };
    const copied = await api.post(pathOf(other), { configuration: { ...exported, directory: rest } });
    expect(copied.status, copied.text).toBe(200);
    expect((await api.get(pathOf(other))).body).toEqual({ ...exported, directory: { ...rest, label: null } });
  });

  test("holds no secret and nothing an identity provider sent", async () => {
    await directory.idp.post("/Users", { userName: "ana@corp.example", displayName: "Ana" });
    const { body } = await api.post(`${org}/webhook_endpoints`, {
      url: "https://app.example.com/hooks",
      headers: { "x-key": "header-secret" },
    });
    const { text } = await api.get(path);
    for (const secret of [directory.token, (body as unknown as { secret: string }).secret, "header-secret", "ana@"])
      expect(text).not.toContain(secret);
  });

  test("parts that are absent stay, rows and attributes that are left out go", async () => {
    await bring(file(unique("label")));
    const rows = [{ source: "userName", transform: null, target: "email_address", note: "" }];
    const { plan } = await bring({
      object: "rollcall.configuration",
      format: 1,
      custom_attributes: [],
      mapping: { user_id_attribute: "externalId", rows },
    });
    expect(plan.changes.map(({ part, kind }) => `${part} ${kind}`)).toEqual([
      "custom_attributes removed",
      "mapping removed",
    ]);
    expect((await api.get(path)).body).toMatchObject({
      custom_attributes: [],
      mapping: { rows },
      custom_roles: [ROLE],
      directory: { name: "Everyone" },
    });
  });
});

describe("what is not imported", () => {
  test("what fails half-way changes nothing: no part, no version, no audit line, and the next import is whole", async () => {
    const endpoint = (url: string) => api.post(`${org}/webhook_endpoints`, { url });
    const made = await endpoint("https://app.example.com/0");
    for (let index = 1; index < 50; index++) await endpoint(`https://app.example.com/${index}`);
    const given = file(unique("label"));
    const before = (await api.get(path)).text;
    const lines = (await api.get(`${org}/audit_log`)).text;
    // The endpoint is the last part, and the organization has as many as it may.
    const { reply } = await bring(given);
    expectFailure(reply, 409, "conflict");
    expect((await api.get(path)).text).toBe(before);
    expect((await api.get(`${org}/audit_log`)).text).toBe(lines);
    await api.delete(`${org}/webhook_endpoints/${made.body.id}`);
    expect((await bring(given)).reply.status).toBe(200);
  });

  test("of two who import at once, each is whole: the second finds what the first wrote, or is a 409", async () => {
    const { plan } = await bring(file(unique("label")), { dry_run: true });
    const both = await Promise.all(
      ["One", "Two"].map((name) => {
        const given = file(unique("label"));
        return bring({ ...given, directory: { ...given.directory, name } }, { based_on: plan.revision });
      }),
    );
    expect(both.map(({ reply }) => reply.status).sort()).toEqual([200, 409]);
  });

  test("everything that is in the way is told at once, and nothing is changed", async () => {
    const taken = unique("label");
    const other = await addDirectory(services);
    await api.patch(`/organizations/${other.organizationId}/directories/${other.directoryId}`, { label: taken });
    const before = (await api.get(path)).text;
    const wrong = {
      ...file(taken),
      custom_roles: [{ ...ROLE, slug: "org:admin" }],
      mapping: { user_id_attribute: "userName", rows: [{ source: "][", target: "email_address" }] },
      webhook_endpoints: [{ url: "https://127.0.0.1/hooks" }],
    };
    const { plan } = await bring(wrong, { dry_run: true });
    const parts = plan.problems.map(({ part }) => part);
    expect(parts).toEqual(
      expect.arrayContaining(["directory", "custom_roles", "mapping", "roles", "webhook_endpoints"]),
    );
    const { reply } = await bring(wrong);
    expect([reply.status, reply.body.error.code]).toEqual([422, "invalid"]);
    expect(Object.keys(reply.body.error.fields ?? {})).toEqual(expect.arrayContaining(["configuration.mapping"]));
    expect((await api.get(path)).text).toBe(before);
  });

  test("a slip in a name is a 422 that names the place, not a part left out", async () => {
    const { reply } = await bring({ object: "rollcall.configuration", format: 1, mappings: {} }, { dry_run: true });
    expect(reply.status).toBe(422);
    expect(reply.text).toContain("mappings");
  });

  test("what somebody changed since the dry run is a 409", async () => {
    const given = file(unique("label"));
    const { plan } = await bring(given, { dry_run: true });
    await api.patch(`${org}/settings`, { time_zone: "Asia/Tokyo" });
    const { reply } = await bring(given, { based_on: plan.revision });
    expect([reply.status, reply.body.error.code]).toEqual([409, "conflict"]);
  });

  test("a key brings in only the parts it may change by themselves", async () => {
    const keyFor = async (...scopes: string[]) =>
      managementClient(
        ((await api.post(`${org}/api_keys`, { name: "K", scopes })).body as unknown as { key: string }).key,
      );
    const reads = ["directories:read", "mapping:read", "organizations:read", "webhooks:read"];
    const reader = await keyFor(...reads);
    const configuration = { object: "rollcall.configuration", format: 1, directory: { name: "New" } };
    expect((await reader.post(path, { configuration, dry_run: true })).status).toBe(200);
    expectFailure(await reader.post(path, { configuration }), 403, "forbidden");
    const partly = await keyFor(...reads, "directories:manage");
    expect((await partly.post(path, { configuration })).status).toBe(200);
    const roles = { policy: "first", rules: [], default_role: "org:admin" };
    expectFailure(await partly.post(path, { configuration: { ...configuration, roles } }), 403, "forbidden");
    expectFailure(await (await keyFor("directories:manage")).get(path), 403, "forbidden");
    const stranger = await addDirectory(services);
    const theirs = await api.post(`/organizations/${stranger.organizationId}/api_keys`, { name: "K" });
    const client = managementClient((theirs.body as unknown as { key: string }).key);
    expectFailure(await client.get(path), 404, "not_found");
    expectFailure(await client.post(path, { configuration }), 404, "not_found");
  });
});

test("the contract knows every part an export has", async () => {
  expect(Object.keys((await api.get(path)).body).sort()).toEqual(
    Object.keys(DirectoryConfiguration.shape)
      .map((part) => part.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
      .sort(),
  );
});

test("on the embedded database, which has one connection, an import does not wait for itself", async () => {
  const embedded = await openTestEmbedded();
  try {
    const mine = await addDirectory(serve(embedded));
    const { status, text } = await api.post(pathOf(mine), { configuration: file(unique("label")) });
    expect(status, text).toBe(200);
    expect((await api.get(pathOf(mine))).body).toMatchObject({ directory: { name: "Everyone" }, custom_roles: [ROLE] });
  } finally {
    services = serve(database);
    await embedded.close();
  }
});
