/** What an admin can do by hand, done by API. */
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Services } from "#lib/http/services.ts";
import { expectFailure, managementClient } from "#lib/testing/management-client.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { addDirectory, ENV_KEY, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";

let database: TestDatabase;
let services: Services;
let directory: TestDirectory;
let org: string;
let own: string;
const api = managementClient(ENV_KEY);
beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database);
});
afterAll(() => database.close());
beforeEach(async () => {
  directory = await addDirectory(services);
  org = `/organizations/${directory.organizationId}`;
  own = `${org}/directories/${directory.directoryId}`;
});

const provisioned = async (attributes: object = {}) => {
  const userName = `${unique("person")}@corp.example`;
  const { body } = await directory.idp.post("/Users", { userName, displayName: "Ana Lima", ...attributes });
  const [row] = await database.sql.query<{ id: string }>("select id from member where directory_user_id = $1::uuid", [
    body.id,
  ]);
  return { userId: String(body.id), memberId: row?.id ?? "" };
};

async function account(role: string): Promise<string> {
  const id = `account_${v7()}`;
  const email = `${v7()}@corp.example`;
  await database.prisma.account.create({ data: { id, email, name: "Bo", passwordHash: "x" } });
  const memberId = `member_${v7()}`;
  const { organizationId } = directory;
  await database.prisma.member.create({
    data: { organizationId, id: memberId, accountId: id, role, roleSource: "manual", name: "Bo", email },
  });
  return memberId;
}

describe("an organization", () => {
  test("is renamed and deleted", async () => {
    const renamed = await api.patch(org, { name: "Umbrella" });
    expect([renamed.status, renamed.body.name]).toEqual([200, "Umbrella"]);
    expect((await api.get(org)).body).toEqual(renamed.body);
    expect((await api.delete(org)).status).toBe(204);
    expectFailure(await api.get(org), 404, "not_found");
    expect((await directory.idp.get("/Users")).status).toBe(401);
  });

  test("has settings that are changed part by part", async () => {
    const before = (await api.get(`${org}/settings`)).body;
    expect(before).toMatchObject({ object: "organization_settings", retention: { event_days: 30 } });
    await api.patch(`${org}/settings`, { retention: { log_days: 90 }, time_zone: "Europe/Berlin" });
    const changed = await api.patch(`${org}/settings`, { retention: { event_days: 60 } });
    const retention = { ...(before.retention as object), log_days: 90, event_days: 60 };
    expect(changed.body).toEqual({ ...before, retention, time_zone: "Europe/Berlin" });
    expectFailure(await api.patch(`${org}/settings`, { retention: { eventDays: 60 } }), 422, "invalid", {
      retention: expect.stringContaining("eventDays"),
    });
    expectFailure(await api.patch(`${org}/settings`, { retention: { event_days: 0 } }), 422, "invalid", {
      "retention.event_days": expect.any(String),
    });
    const audited = await api.get(`${org}/audit_log?action=organization.settings_changed`);
    expect(audited.body.data[0]).toMatchObject({ surface: "api", after: { "retention.eventDays": 60 } });
  });

  test("claims domains", async () => {
    const added = await api.post(`${org}/domains`, { domain: "Corp.example" });
    expect(added.body).toMatchObject({ object: "domain", domain: "corp.example", verified_at: null });
    expect((await api.get(`${org}/domains/corp.example`)).body).toEqual(added.body);
    expect((await api.get(`${org}/domains`)).body.total_count).toBe(1);
    expect((await api.delete(`${org}/domains/corp.example`)).status).toBe(204);
    expectFailure(await api.get(`${org}/domains/corp.example`), 404, "not_found");
  });

  test("has roles and attributes of its own", async () => {
    const role = { slug: "org:auditor", name: "Auditor", rank: 500, permissions: ["org:sys_provisioning:read"] };
    const created = await api.post(`${org}/roles`, role);
    expect(created.body).toEqual({ object: "role", ...role, built_in: false, member_count: 0 });
    expect((await api.patch(`${org}/roles/org:auditor`, { rank: 400 })).body).toMatchObject({ rank: 400 });
    expect((await api.get(`${org}/roles/org%3Aauditor`)).body).toMatchObject({ rank: 400 });
    expect((await api.get(`${org}/roles`)).body.total_count).toBe(4);
    expect((await api.delete(`${org}/roles/org:auditor?replacement=org:member`)).status).toBe(204);
    expectFailure(await api.get(`${org}/roles/org:auditor`), 404, "not_found");
    const attributes = { data: [{ key: "badge", label: "Badge", type: "text", required: false }] };
    expect((await api.put(`${org}/custom_attributes`, attributes)).body).toEqual(attributes);
    expect((await api.get(`${org}/custom_attributes`)).body).toEqual(attributes);
  });
});

describe("members", () => {
  test("are given a role, shut out and let in again", async () => {
    const { memberId } = await provisioned();
    const path = `${org}/members/${memberId}`;
    expect((await api.get(path)).body).toMatchObject({ status: "active", suspended_until: null });
    const promoted = await api.patch(path, { role: "org:admin" });
    expect(promoted.body).toMatchObject({ role: { slug: "org:admin" }, role_source: "manual" });
    const suspended = await api.post(`${path}/suspend`, { hours: 2 });
    expect(suspended.body).toMatchObject({ status: "inactive", suspended_by: "Operator's key" });
    expect((await api.post(`${path}/lift_suspension`)).body).toMatchObject({ status: "active", suspended_until: null });
    expectFailure(await api.delete(path), 409, "conflict");
    expectFailure(await api.get(`${org}/members/member_x`), 404, "not_found");
  });

  test("who are out are erased, by their name", async () => {
    const { userId, memberId } = await provisioned();
    const path = `${org}/members/${memberId}`;
    expectFailure(await api.post(`${path}/erase`, { name: "Ana Lima" }), 409, "conflict");
    await directory.idp.delete(`/Users/${userId}`);
    expect((await api.post(`${path}/erase`, { name: "Somebody" })).status).toBe(422);
    expect((await api.post(`${path}/erase`, { name: "Ana Lima" })).status).toBe(204);
    expectFailure(await api.get(path), 404, "not_found");
  });

  test("who are here by an account are taken out and brought back; the last owner stays", async () => {
    const [owner, other] = [await account("org:owner"), await account("org:admin")];
    expectFailure(await api.patch(`${org}/members/${owner}`, { role: "org:member" }), 409, "conflict");
    expect((await api.delete(`${org}/members/${other}`)).status).toBe(204);
    expectFailure(await api.get(`${org}/members/${other}`), 404, "not_found");
    expect((await api.post(`${org}/members/${other}/restore`)).body).toMatchObject({ id: other, status: "active" });
    expect((await api.get(`${org}/members/${other}/sessions`)).body).toEqual({ data: [], total_count: 0 });
    expect((await api.delete(`${org}/members/${other}/sessions`)).body).toEqual({ ended: 0 });
    const glass = await api.put(`${org}/break_glass/${owner}`, { break_glass: true });
    expect(glass.body.data).toMatchObject([{ member_id: owner, role: "org:owner" }]);
    expect((await api.get(`${org}/break_glass`)).body).toEqual(glass.body);
  });

  test("are invited, and invitations withdrawn", async () => {
    const { body } = await api.post(`${org}/invitations`, { emails: ["new@corp.example", "?"], role: "org:member" });
    expect(body.data).toMatchObject([{ email: "new@corp.example", problem: null }, { problem: expect.any(String) }]);
    const listed = (await api.get(`${org}/invitations`)).body;
    expect(listed).toMatchObject({ total_count: 1, data: [{ email: "new@corp.example", state: "open" }] });
    const revoked = await api.post(`${org}/invitations/${listed.data[0]?.id}/revoke`);
    expect(revoked.body).toMatchObject({ state: "revoked" });
  });

  test("with two records are decided about", async () => {
    const member = await account("org:member");
    const [row] = await database.sql.query<{ email: string }>("select email from member where id = $1", [member]);
    const { userId } = await provisioned({ emails: [{ value: row?.email, primary: true }] });
    const { body } = await api.get(`${org}/decisions`);
    expect(body).toMatchObject({
      total_count: 1,
      data: [{ person: { user_id: `directory_user_${userId.replaceAll("-", "")}` } }],
    });
    const ids = body.data.map(({ id }) => id);
    expect((await api.post(`${org}/decisions`, { ids, choice: "apart" })).body).toEqual({ decided: 1 });
    expect((await api.get(`${org}/decisions`)).body.total_count).toBe(0);
    expect((await api.get(`${org}/alarms`)).body).toEqual({ data: [], total_count: 0 });
    expectFailure(await api.post(`${org}/alarms/nothing/settle`), 404, "not_found");
    expect((await api.get(`${org}/mails`)).body).toEqual({ data: [], sends_mail: false });
  });
});

describe("a directory", () => {
  test("is paused for a while, switched off and on", async () => {
    expect((await api.patch(own, { state: "paused", pause_minutes: 5 })).body).toMatchObject({ state: "paused" });
    expect((await api.get(`${own}/health`)).body).toMatchObject({ state: "paused", paused_until: expect.any(String) });
    await api.patch(own, { state: "active" });
    const { memberId } = await provisioned();
    expect((await api.post(`${own}/switch_off`, { people: "suspend" })).status).toBe(200);
    expect((await directory.idp.get("/Users")).status).toBe(401);
    expect((await api.get(`${org}/members/${memberId}`)).body).toMatchObject({ status: "inactive" });
    expect((await api.get(`${own}/health`)).body).toMatchObject({ state: "off" });
    expect((await api.post(`${own}/switch_on`)).status).toBe(200);
    expectFailure(await api.post(`${own}/switch_on`), 409, "conflict");
  });

  test("tells what its tokens do, why requests fail and how many there were", async () => {
    await directory.idp.post("/Users", {});
    await services.activity.flush?.();
    expect((await api.get(`${own}/token_usage`)).body.data).toMatchObject([{ token_id: directory.tokenId }]);
    expect((await api.get(`${own}/log/histogram?last=24h&time_zone=Europe/Berlin`)).body.data.length).toBeGreaterThan(
      0,
    );
    const causes = (await api.get(`${own}/log/causes`)).body.data;
    expect(causes).toMatchObject([{ entries: 1, advice: { fix: expect.any(String) } }]);
    const [entry] = (await api.get(`${own}/log`)).body.data;
    expect((await api.post(`${own}/log/${entry?.id}/reveal`)).body).toMatchObject({ id: entry?.id });
    const { data } = (await api.get(`${org}/audit_log`)).body;
    expect(data).toEqual(expect.arrayContaining([expect.objectContaining({ action: "log.revealed" })]));
    expect((await api.get(`${org}/audit_log/verify`)).body).toMatchObject({ intact: true, first_bad: null });
  });

  test("is set up and tested", async () => {
    const setup = await api.patch(`${own}/setup`, { provider: "entra", done: { step: "token", is: true } });
    expect(setup.body).toMatchObject({ object: "setup", directory: { provider: "entra" } });
    expect((await api.get(`${own}/setup`)).body).toMatchObject({ done: { token: { by: "Operator's key" } } });
    expect((await api.post(`${own}/setup/self_test`)).body).toMatchObject({ object: "self_test", passed: true });
    expect((await api.post(`${own}/setup/tests`, { scenario: "joiner" })).body).toMatchObject({ scenario: "joiner" });
    expect((await api.delete(`${own}/setup/tests`)).status).toBe(204);
  });

  test("has rules for roles, versions of its mapping, previews and dry runs", async () => {
    const { userId } = await provisioned({ title: "Boss" });
    const rules = (await api.get(`${own}/roles`)).body;
    expect(rules).toMatchObject({ object: "role_rules", policy: "first", default_role: "org:member", version: 0 });
    const boss = { kind: "attribute", filter: 'title eq "Boss"', role: "org:admin" };
    const change = { policy: "first", rules: [boss], default_role: "org:member", based_on: 0, apply: "on_change" };
    expect((await api.put(`${own}/roles`, change)).body).toMatchObject({ version: 1, rules: [boss] });
    expect((await api.get(`${own}/roles/conflicts`)).body).toMatchObject({ data: [], has_more: false });
    const versions = await api.get(`${own}/mapping/versions`);
    expect(versions.body.data).toMatchObject([{ version: 1, saved_by: "Operator's key" }]);
    expect((await api.get(`${own}/mapping/versions/1`)).body).toMatchObject({ roles: { rules: [boss] } });
    const id = `directory_user_${userId.replaceAll("-", "")}`;
    const preview = await api.post(`${own}/mapping/preview`, { user_id: id });
    expect(preview.body).toMatchObject({ after: { roles: ["org:admin"] } });
    const explained = await api.get(`${own}/users/${id}/explanation`);
    expect(explained.body).toMatchObject({ user_id: id, role: { sentence: expect.any(String) } });
    const run = await api.post(`${own}/mapping/dry_runs`, {});
    expect(run.body).toMatchObject({ object: "mapping_run", kind: "dry_run" });
    expect((await api.get(`${own}/mapping/runs/${run.body.id}`)).body).toMatchObject({ id: run.body.id });
    expect((await api.get(`${own}/mapping/runs/${run.body.id}/changes`)).body).toMatchObject({ total_count: 0 });
    expect((await api.patch(`${own}/mapping/runs/${run.body.id}`, { action: "cancel" })).body).toMatchObject({
      state: "cancelled",
    });
    expect((await api.post(`${own}/mapping/runs`)).body).toMatchObject({ kind: "apply" });
    expect((await api.get(`${own}/mapping/runs`)).body.data).toHaveLength(2);
    expect((await api.post(`${own}/mapping/versions/0/restore`, { based_on: 1 })).body).toEqual({ version: 2 });
    expect((await api.get(`${own}/mapping/paths`)).body).toMatchObject({ people: 1 });
    expect((await api.get(`${own}/mapping/problems`)).body).toMatchObject({ data: expect.any(Array) });
  });

  test("another organization's key gets for all of this the 404 of things that do not exist", async () => {
    const other = await addDirectory(services);
    const { body } = await api.post(`/organizations/${other.organizationId}/api_keys`, { name: "Theirs" });
    const theirs = managementClient((body as unknown as { key: string }).key);
    const paths = ["health", "setup", "roles", "token_usage", "log/causes", "mapping/versions", "mapping/runs"];
    for (const path of paths) {
      expectFailure(await theirs.get(`${own}/${path}`), 404, "not_found");
      const mixed = `/organizations/${other.organizationId}/directories/${directory.directoryId}/${path}`;
      expectFailure(await theirs.get(mixed), 404, "not_found");
    }
    expectFailure(await theirs.post(`${own}/switch_off`, { people: "remove" }), 404, "not_found");
    expectFailure(await theirs.delete(org), 404, "not_found");
    expectFailure(await theirs.patch(`${org}/settings`, {}), 404, "not_found");
    for (const path of ["settings", "domains", "roles", "members/x", "invitations", "decisions", "alarms", "mails"])
      expectFailure(await theirs.get(`${org}/${path}`), 404, "not_found");
  });
});

describe("webhooks", () => {
  test("an inspector shows what it received, and a rotation is ended early", async () => {
    const endpoints = `${org}/webhook_endpoints`;
    const { id } = (await api.post(endpoints, { kind: "inspector" })).body;
    await api.post(`${endpoints}/${id}/rotate_secret`, { overlap_seconds: 3_600 });
    const ended = await api.post(`${endpoints}/${id}/end_overlap`);
    expect((ended.body.secrets as { ends_at: string | null }[]).filter(({ ends_at }) => ends_at === null)).toHaveLength(
      1,
    );
    expect((await api.get(`${endpoints}/${id}/inspections`)).body).toEqual({ data: [] });
    expect((await api.get(`${org}/event_examples/dsync.user.created`)).body).toMatchObject({
      type: "dsync.user.created",
      is_own: false,
    });
  });
});
