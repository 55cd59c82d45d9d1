/** What is kept, and for how long, on both databases. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CreateWebhookEndpoint } from "#lib/contract/webhooks.ts";
import { purgeExpired } from "#lib/directory/retention.ts";
import { updateSettings } from "#lib/directory/settings.ts";
import { createWebhookEndpoint } from "#lib/directory/webhooks.ts";
import type { Services } from "#lib/http/services.ts";
import { openTestEmbedded, openTestPostgres } from "#lib/testing/open-test-database.ts";
import { addDirectory, operator, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";
import type { Database } from "./database.ts";

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

describe.each([
  ["PostgreSQL", openTestPostgres],
  ["PGlite", openTestEmbedded],
])("retention on %s", (_, open) => {
  let database: Database;
  let services: Services;
  let directory: TestDirectory;
  beforeAll(async () => {
    database = await open();
    services = serve(database);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    directory = await addDirectory(services);
    const { organizationId } = directory;
    await createWebhookEndpoint(
      operator(services),
      organizationId,
      CreateWebhookEndpoint.parse({ url: "https://receiver.example.com/", events: ["dsync.user.created"] }),
    );
    await directory.idp.post("/Users", { userName: unique("kept") });
    await services.activity.flush();
    await services.admin.events.number();
  });

  const settle = (state: string) =>
    database.prisma.webhookDelivery.updateMany({
      where: { organizationId: directory.organizationId },
      data: { state },
    });
  const left = async () => {
    const { organizationId, directoryId } = directory;
    const [events, deliveries, entries] = await Promise.all([
      database.prisma.event.count({ where: { organizationId, type: "dsync.user.created" } }),
      database.prisma.webhookDelivery.count({ where: { organizationId } }),
      database.prisma.provisioningEntry.count({ where: { directoryId } }),
    ]);
    return { events, deliveries, entries };
  };
  /** What the organization chose, as the policies apply it, `days` from now. */
  const applyOwn = (eventDays: number, days: number) =>
    services.notices.applyRetention(directory.organizationId, {
      log: inDays(-1_000),
      bodies: inDays(-1_000),
      events: inDays(days - eventDays),
    });

  test.each(["pending", "retrying"])("an event whose delivery is %s stays, however old", async (state) => {
    await settle(state);
    await purgeExpired(services.retention, inDays(31));
    await applyOwn(30, 31);
    expect(await left()).toMatchObject({ events: 1, deliveries: 1 });
    await settle("delivered");
    await purgeExpired(services.retention, inDays(31));
    expect(await left()).toMatchObject({ events: 0, deliveries: 0 });
  });

  test("an organization's own period ends an event that nobody waits for, and none without a place in the feed", async () => {
    await settle("failed");
    await directory.idp.post("/Users", { userName: unique("unplaced") });
    await applyOwn(5, 6);
    expect(await left()).toMatchObject({ events: 1 });
  });

  test("who chose to keep longer keeps longer than the instance, and no longer than chosen", async () => {
    await settle("delivered");
    const retention = { eventDays: 60, logDays: 400 };
    await updateSettings(operator(services), directory.organizationId, { retention });
    const all = await left();
    await purgeExpired(services.retention, inDays(59));
    await purgeExpired(services.retention, inDays(59), { eventDays: 7 });
    expect(await left()).toEqual(all);
    await purgeExpired(services.retention, inDays(399), { eventDays: 60 });
    expect(await left()).toEqual({ events: 0, deliveries: 0, entries: all.entries });
  });

  test("deliveries of an event that was kept longer go after it", async () => {
    await settle("delivered");
    await updateSettings(operator(services), directory.organizationId, { retention: { eventDays: 60 } });
    await applyOwn(60, 61);
    await purgeExpired(services.retention, inDays(61));
    expect(await left()).toMatchObject({ events: 0, deliveries: 0 });
  });

  test("the usual period, which every saved settings have, does not stretch the operator's", async () => {
    await settle("delivered");
    await updateSettings(operator(services), directory.organizationId, { timeZone: "Europe/Berlin" });
    await purgeExpired(services.retention, inDays(8), { eventDays: 7 });
    expect(await left()).toMatchObject({ events: 0, deliveries: 0 });
    await purgeExpired(services.retention, inDays(366));
    expect(await left()).toMatchObject({ entries: 0 });
  });
});
