/** Row J18 of the attack list: erasing one person leaves others what is theirs, on both databases. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CreateWebhookEndpoint } from "#lib/contract/webhooks.ts";
import type { Database } from "#lib/db/database.ts";
import type { AdminContext } from "#lib/directory/admin-context.ts";
import type { Services } from "#lib/http/services.ts";
import { adminContext } from "#lib/http/session.ts";
import { openTestEmbedded, openTestPostgres } from "#lib/testing/open-test-database.ts";
import { addDirectory, serve, type TestDirectory } from "#lib/testing/test-instance.ts";
import { eraseMember } from "./erase.ts";
import { createOrganization } from "./organizations.ts";
import { createWebhookEndpoint } from "./webhooks.ts";

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

describe.each([
  ["PostgreSQL", openTestPostgres],
  ["PGlite", openTestEmbedded],
])("J18: erasing one person on %s", (_, open) => {
  let database: Database;
  let services: Services;
  let ctx: AdminContext;
  let organizationId: string;
  let directory: TestDirectory;
  beforeAll(async () => {
    database = await open();
    services = serve(database);
    const account = { id: "account_owner", email: "owner@corp.example", name: "Owner", passwordHash: "x" };
    await database.prisma.account.create({ data: account });
    ctx = adminContext(services, { kind: "account", id: account.id, name: account.email, confirmedAt: new Date() });
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    organizationId = (await createOrganization(ctx, { name: "Acme" })).id;
    directory = await addDirectory(services, { organizationId });
    await createWebhookEndpoint(
      ctx,
      organizationId,
      CreateWebhookEndpoint.parse({ url: "https://receiver.example.com/", events: ["*"] }),
    );
  });

  const add = async (userName: string, more: object = {}) => {
    const { status, body, text } = await directory.idp.post("/Users", { userName, ...more });
    expect(status, text).toBe(201);
    return String(body.id);
  };
  const deactivate = (id: string) =>
    directory.idp.patch(`/Users/${id}`, [{ op: "replace", path: "active", value: false }]);
  async function erase(userId: string) {
    await deactivate(userId);
    await services.activity.flush();
    await services.admin.events.number();
    const member = await database.prisma.member.findFirstOrThrow({
      where: { organizationId, directoryUserId: userId },
    });
    await eraseMember(ctx, organizationId, member.id, { name: member.name });
  }
  const eventsOf = (...subjects: string[]) =>
    database.sql.query<{ id: string; data: Record<string, unknown>; delivery: string | null }>(
      `select e.id, e.data, e.previous, x.state as delivery from event e
         left join webhook_delivery x on x.organization_id = e.organization_id and x.event_id = e.id
       where e.organization_id = $1 and e.subject_id = any($2::text[]) order by e.position`,
      [organizationId, subjects],
    );
  const entriesOf = (id: string) =>
    database.sql.query(
      "select sentence, target_name, request, response, changes, search::text as search from provisioning_entry where target_id = $1 order by id",
      [id],
    );

  test.each([
    ["martin", "martina"],
    ["active", "somebody"],
    ["martin@corp.example", "smartin@corp.example"],
    ["martin@corp.example", "martin@corp.example.org"],
  ])("%s leaves the events, their deliveries and the log of %s", async (name, other) => {
    const [theirs, others] = [
      await add(name),
      await add(other, { title: "Martin's deputy", name: { givenName: "Martin" } }),
    ];
    const group = await directory.idp.post("/Groups", { displayName: "Board", members: [{ value: others }] });
    await deactivate(others);
    await services.activity.flush();
    await services.admin.events.number();
    const kept = () => Promise.all([eventsOf(others, String(group.body.id)), entriesOf(others)]);
    const before = await kept();
    expect(before[0].length).toBeGreaterThan(3);
    expect(before[0].every(({ delivery }) => delivery === "pending")).toBe(true);
    await erase(theirs);
    expect(await kept()).toEqual(before);
    await services.admin.events.number();
    const [told, ...more] = await eventsOf(theirs);
    expect([told?.data.username, more]).toEqual([null, []]);
    expect(JSON.stringify(await entriesOf(theirs))).not.toContain(name === "active" ? '"target_name":"active"' : name);
  });

  test("takes them out of the events of whom they managed, which are sent as they are left", async () => {
    const manager = await add("zenobia.q@corp.example", { displayName: "Zenobia Quarterstaff" });
    const report = await add("report@corp.example", {
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
      title: "Deputy of zenobia.q@corp.example",
      [ENTERPRISE]: { department: "Board", manager: { value: manager } },
    });
    await services.activity.flush();
    await services.admin.events.number();
    const before = await eventsOf(report);
    expect(JSON.stringify(before)).toContain(manager);
    await erase(manager);
    const after = await eventsOf(report);
    expect(after.map(({ id, delivery }) => [id, delivery])).toEqual(before.map(({ id }) => [id, "pending"]));
    expect(JSON.stringify(after)).not.toMatch(/zenobia/i);
    expect(JSON.stringify(after)).not.toContain(manager);
    expect(after[0]?.data).toMatchObject({
      username: "report@corp.example",
      job_title: "Deputy of (erased)",
      raw_attributes: { [ENTERPRISE]: { department: "Board" } },
    });
  });

  test("leaves nothing of them in what the log keeps of searches and refusals", async () => {
    for (const name of ["zenobia.q@corp.example", "zenobia"]) {
      const person = await add(name);
      await directory.idp.get(`/Users?filter=${encodeURIComponent(`userName eq "${name}"`)}`);
      expect((await directory.idp.post("/Users", { userName: name })).status).toBe(409);
      await erase(person);
    }
    await services.activity.flush();
    const entries = await database.sql.query("select * from provisioning_entry where directory_id = $1", [
      directory.directoryId,
    ]);
    expect(entries.length).toBeGreaterThan(4);
    expect(JSON.stringify(entries)).not.toMatch(/zenobia/i);
  });

  test("another who has the same address keeps it", async () => {
    const emails = [{ value: "office@corp.example", primary: true }];
    const [theirs, others] = [await add("first.one", { emails }), await add("second.one", { emails })];
    await services.admin.events.number();
    const before = await eventsOf(others);
    await erase(theirs);
    expect(await eventsOf(others)).toEqual(before);
  });
});
