/** From a SCIM request to a receiver and back into the list of deliveries, on both databases. */
import { WorkOS } from "@workos-inc/node";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { CreateWebhookEndpoint } from "#lib/contract/webhooks.ts";
import type { Database } from "#lib/db/database.ts";
import { getDelivery, listDeliveries, replayDeliveries, resendDelivery } from "#lib/directory/deliveries.ts";
import { listEventFeed } from "#lib/directory/events.ts";
import { type Dispatcher, startDispatcher } from "#lib/directory/webhook-dispatch.ts";
import {
  createWebhookEndpoint,
  getWebhookEndpoint,
  listInspections,
  rotateWebhookSecret,
  sendTestEvent,
  updateWebhookEndpoint,
} from "#lib/directory/webhooks.ts";
import type { Services } from "#lib/http/services.ts";
import { openTestEmbedded, openTestPostgres } from "#lib/testing/open-test-database.ts";
import { addDirectory, operator, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";
import { openSink, type Sink } from "#lib/testing/webhook-sink.ts";
import { sender } from "#lib/webhooks/send.ts";

const HOUR = 3_600_000;

describe.each([
  ["the embedded database", openTestEmbedded],
  ["PostgreSQL", openTestPostgres],
])("webhooks on %s", (_, open) => {
  let database: Database;
  let services: Services;
  let sink: Sink;
  let dispatcher: Dispatcher;
  /** Added to the clock that the dispatcher goes by. */
  let ahead = 0;
  beforeAll(async () => {
    database = await open();
    services = serve(database, { ALLOW_PRIVATE_WEBHOOKS: "true" });
    sink = await openSink();
    dispatcher = startDispatcher({
      ...services,
      send: sender({ allowPrivate: true }),
      random: () => 0.5,
      now: () => new Date(Date.now() + ahead),
    });
  });
  afterAll(async () => {
    await dispatcher.stop();
    await sink.close();
    await database.close();
  });

  const ctx = () => operator(services);
  /** A directory whose organization has one endpoint of its own at the sink. */
  async function receiver(input: Partial<Parameters<typeof CreateWebhookEndpoint.parse>[0] & object> = {}) {
    const directory = await addDirectory(services);
    const path = `/${unique("hook")}`;
    const endpoint = await createWebhookEndpoint(
      ctx(),
      directory.organizationId,
      CreateWebhookEndpoint.parse({ url: sink.url(path), events: ["dsync.user.*"], ...input }),
    );
    return { ...directory, path, endpoint };
  }
  const addUser = ({ idp }: TestDirectory) => idp.post("/Users", { userName: unique("w"), externalId: unique("00u") });
  const deliveries = async (organizationId: string) => (await listDeliveries(ctx(), organizationId, {})).data;

  test("a change reaches a receiver, signed in all three families, and the feed has the very same event", async () => {
    const here = await receiver();
    await addUser(here);
    await dispatcher.drain();
    const [got] = sink.at(here.path);
    expect(
      new Webhook(here.endpoint.secret).verify(got?.body ?? "", got?.headers as Record<string, string>),
    ).toMatchObject({
      event: "dsync.user.created",
    });
    expect(got?.headers["webhook-id"]).toBe(got?.event.id);
    // H16: a dot would let one signed text be read as another.
    expect(got?.headers["webhook-id"]).toMatch(/^event_[0-9a-z]+$/);
    expect(got?.headers["workos-signature"]).toMatch(/^t=\d{13}, v1=[0-9a-f]{64}$/);
    expect(got?.headers["authn-signature"]).toMatch(/^v1,/);
    const feed = await listEventFeed(ctx(), {
      organization_id: here.organizationId,
      events: ["dsync.user.created"],
      limit: 10,
      order: "asc",
    });
    expect(feed.data).toEqual([got?.event]);
    const [delivery] = await deliveries(here.organizationId);
    expect(delivery).toMatchObject({ state: "delivered", attempts: 1, lastStatus: 204, lastReason: "ok" });
    const detail = await getDelivery(ctx(), here.organizationId, delivery?.id ?? "");
    expect(detail.body).toBe(got?.body);
    expect(detail.request?.sentence).toContain("created");
    expect(detail.history[0]?.timing).toHaveProperty("wait");
  });

  test("the woken dispatcher sends without being asked, and an unwanted event is not sent", async () => {
    const here = await receiver({ events: ["dsync.group.created"] });
    await addUser(here);
    await here.idp.post("/Groups", { displayName: unique("G") });
    await vi.waitFor(() => expect(sink.at(here.path)).toHaveLength(1), 10_000);
    expect(sink.at(here.path)[0]?.event.type).toBe("dsync.group.created");
  });

  test("H11: a failing receiver is called again by the schedule with the same id, then given up; others do not wait", async () => {
    const here = await receiver();
    const healthy = await receiver();
    sink.answer(here.path, (response) => response.writeHead(500).end("no"));
    await addUser(here);
    await addUser(healthy);
    await dispatcher.drain();
    expect(sink.at(healthy.path)).toHaveLength(1);
    const delays = [5_000, 300_000, 0.5 * HOUR, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
    for (const [tries, delay] of delays.entries()) {
      ahead += delay - 2_000;
      await dispatcher.drain();
      expect(sink.at(here.path), `before attempt ${tries + 2}`).toHaveLength(tries + 1);
      ahead += 4_000;
      await dispatcher.drain();
      expect(sink.at(here.path), `attempt ${tries + 2}`).toHaveLength(tries + 2);
    }
    expect(new Set(sink.at(here.path).map(({ event }) => event.id)).size).toBe(1);
    expect((await deliveries(here.organizationId))[0]).toMatchObject({
      state: "failed",
      attempts: 10,
      nextAttemptAt: null,
    });

    // Nothing but failures for five days: the next one disables it, and says so.
    ahead += 2 * 24 * HOUR;
    await addUser(here);
    await dispatcher.drain();
    const endpoint = await getWebhookEndpoint(ctx(), here.organizationId, here.endpoint.id);
    expect(endpoint).toMatchObject({ state: "disabled", disabledReason: "failing" });
    const [line] = await database.sql.query(
      "select actor_name from audit_entry where action = 'webhook_endpoint.disabled' and target_id = $1",
      [here.endpoint.id],
    );
    expect(line).toEqual({ actor_name: "Rollcall" });

    // Mended and enabled: what waited is sent, what was missed meanwhile and what was given up can be recovered.
    await addUser(here);
    await dispatcher.drain();
    sink.answer(here.path, (response) => response.writeHead(204).end());
    await updateWebhookEndpoint(ctx(), here.organizationId, here.endpoint.id, { state: "enabled" });
    ahead += HOUR;
    await dispatcher.drain();
    const replay = (state: "failed" | "missing", dryRun: boolean) =>
      replayDeliveries(ctx(), here.organizationId, { endpointId: here.endpoint.id, state, dryRun });
    for (const state of ["failed", "missing"] as const) {
      expect(await replay(state, true), state).toEqual({ count: 1, dryRun: true });
      expect(await replay(state, false), state).toEqual({ count: 1, dryRun: false });
      await dispatcher.drain();
      expect((await replay(state, true)).count, state).toBe(0);
    }
    expect((await deliveries(here.organizationId)).map(({ state }) => state)).toEqual(Array(3).fill("delivered"));
  });

  test("an endpoint that was well in between is not disabled for what failed before and after", async () => {
    const here = await receiver();
    sink.answer(here.path, (response) => response.writeHead(500).end());
    await addUser(here);
    await dispatcher.drain();
    ahead += 6 * 24 * HOUR;
    // One run of the lane sends all three: the first is taken, the second is not.
    let calls = 0;
    sink.answer(here.path, (response, { event }) =>
      response.writeHead(event.data.username === "well" || ++calls > 1 ? 204 : 500).end(),
    );
    await database.sql.query("update webhook_delivery set next_attempt_at = $2 where organization_id = $1", [
      here.organizationId,
      new Date(Date.now() + ahead + 24 * HOUR),
    ]);
    for (const userName of ["well", unique("unwell"), unique("after")]) await here.idp.post("/Users", { userName });
    await dispatcher.drain();
    await dispatcher.drain();
    const endpoint = await getWebhookEndpoint(ctx(), here.organizationId, here.endpoint.id);
    expect([endpoint.state, sink.at(here.path).length]).toEqual(["enabled", 4]);
  });

  test("an address that is changed while deliveries are sent is called from the next one on, and only it is disabled", async () => {
    const here = await receiver();
    const moved = `/${unique("moved")}`;
    await updateWebhookEndpoint(ctx(), here.organizationId, here.endpoint.id, { state: "paused" });
    const change = () => updateWebhookEndpoint(ctx(), here.organizationId, here.endpoint.id, { url: sink.url(moved) });
    sink.answer(here.path, (response) => void change().then(() => response.writeHead(410).end()));
    for (let person = 0; person < 3; person++) await addUser(here);
    await dispatcher.drain();
    await updateWebhookEndpoint(ctx(), here.organizationId, here.endpoint.id, { state: "enabled" });
    await dispatcher.drain();
    await dispatcher.drain();
    expect([sink.at(here.path).length, sink.at(moved).length]).toEqual([1, 2]);
    expect((await getWebhookEndpoint(ctx(), here.organizationId, here.endpoint.id)).state).toBe("enabled");
  });

  test("a secret that is replaced while deliveries are sent signs from the next one on", async () => {
    ahead = 0;
    const here = await receiver();
    await updateWebhookEndpoint(ctx(), here.organizationId, here.endpoint.id, { state: "paused" });
    for (let person = 0; person < 2; person++) await addUser(here);
    await dispatcher.drain();
    sink.answer(here.path, (response, _got, times) => {
      if (times > 1) return void response.writeHead(204).end();
      const rotated = rotateWebhookSecret(ctx(), here.organizationId, here.endpoint.id, { overlapSeconds: 3_600 });
      void rotated.then(() => response.writeHead(204).end());
    });
    await updateWebhookEndpoint(ctx(), here.organizationId, here.endpoint.id, { state: "enabled" });
    await dispatcher.drain();
    await dispatcher.drain();
    const [first, second] = sink.at(here.path).map(({ headers }) => String(headers["webhook-signature"]).split(" "));
    expect([first?.length, second?.length]).toEqual([1, 2]);
  });

  test("H12: 410 disables at once", async () => {
    const here = await receiver();
    sink.answer(here.path, (response) => response.writeHead(410).end());
    await addUser(here);
    await dispatcher.drain();
    expect(await getWebhookEndpoint(ctx(), here.organizationId, here.endpoint.id)).toMatchObject({
      state: "disabled",
      disabledReason: "gone",
    });
    expect((await deliveries(here.organizationId))[0]).toMatchObject({ state: "failed", lastReason: "gone" });
  });

  test("H13: a receiver that asks for a pause gets it, at most a day", async () => {
    const here = await receiver();
    sink.answer(here.path, (response, _got, times) =>
      times === 1 ? response.writeHead(429, { "retry-after": "999999999" }).end() : response.writeHead(204).end(),
    );
    await addUser(here);
    await dispatcher.drain();
    await addUser(here);
    ahead += 23 * HOUR;
    await dispatcher.drain();
    expect(sink.at(here.path)).toHaveLength(1);
    ahead += 1.1 * HOUR;
    await dispatcher.drain();
    await dispatcher.drain();
    expect(sink.at(here.path).length).toBeGreaterThanOrEqual(3);
    expect((await deliveries(here.organizationId)).every(({ state }) => state === "delivered")).toBe(true);
  });

  test("first attempts keep the order of the feed for each directory, while one person's receiver stumbles", async () => {
    const here = await receiver();
    sink.answer(here.path, (response, _got, times) => response.writeHead(times % 3 === 0 ? 500 : 204).end());
    await Promise.all(Array.from({ length: 12 }, () => addUser(here)));
    await dispatcher.drain();
    const seen = new Set<string>();
    const first = sink.at(here.path).filter(({ event }) => !seen.has(event.id) && seen.add(event.id));
    const sequences = first.map(({ event }) => event.sequence);
    expect(sequences).toHaveLength(12);
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
  });

  test("while a secret is rotated both sign, and after the overlap only the new one", async () => {
    ahead = 0;
    const here = await receiver();
    const { secret } = await rotateWebhookSecret(ctx(), here.organizationId, here.endpoint.id, {
      overlapSeconds: 3_600,
    });
    await addUser(here);
    await dispatcher.drain();
    const verify = (key: string, got = sink.at(here.path).at(-1)) =>
      new Webhook(key).verify(got?.body ?? "", {
        ...(got?.headers as Record<string, string>),
      });
    expect(verify(secret)).toBeTruthy();
    expect(verify(here.endpoint.secret)).toBeTruthy();
    ahead += 2 * HOUR;
    await addUser(here);
    await dispatcher.drain();
    vi.setSystemTime(Date.now() + ahead);
    expect(verify(secret)).toBeTruthy();
    expect(() => verify(here.endpoint.secret)).toThrow("No matching signature");
    vi.useRealTimers();
    const shown = JSON.stringify(await getWebhookEndpoint(ctx(), here.organizationId, here.endpoint.id));
    expect(shown).not.toContain(secret);
    const [dump] = await database.sql.query<{ all: string }>(
      "select string_agg(to_jsonb(s)::text, '') as all from webhook_secret s",
    );
    expect(dump?.all).not.toContain(secret.slice("whsec_".length));
  });

  test("while a secret is rotated WorkOS's own verifier takes it with either secret, the new one at the second attempt", async () => {
    ahead = 0;
    const here = await receiver();
    const { secret } = await rotateWebhookSecret(ctx(), here.organizationId, here.endpoint.id, {
      overlapSeconds: 3_600,
    });
    const { webhooks } = new WorkOS("key_unused");
    const takesWith = async (key: string, got: ReturnType<Sink["at"]>[number] | undefined) => {
      const sigHeader = String(got?.headers["workos-signature"]);
      return webhooks
        .constructEvent({ payload: JSON.parse(got?.body ?? ""), sigHeader, secret: key, tolerance: 2_000_000_000 })
        .then(() => true)
        .catch(() => false);
    };
    sink.answer(here.path, (response) => response.writeHead(401).end());
    await addUser(here);
    await dispatcher.drain();
    ahead += 6_000;
    await dispatcher.drain();
    const [first, second] = sink.at(here.path);
    expect([await takesWith(here.endpoint.secret, first), await takesWith(secret, first)]).toEqual([true, false]);
    expect([await takesWith(here.endpoint.secret, second), await takesWith(secret, second)]).toEqual([false, true]);
    for (const got of [first, second])
      for (const key of [secret, here.endpoint.secret]) {
        vi.setSystemTime(Date.now() + ahead);
        expect(new Webhook(key).verify(got?.body ?? "", got?.headers as Record<string, string>)).toBeTruthy();
        vi.useRealTimers();
      }
  });

  test("an endpoint is edited without anybody seeing its headers again: null keeps a value", async () => {
    const here = await receiver({ headers: { "X-Key": "kept", "X-Old": "goes" } });
    const edit = (change: Parameters<typeof updateWebhookEndpoint>[3]) =>
      updateWebhookEndpoint(ctx(), here.organizationId, here.endpoint.id, change);
    const path = `/${unique("moved")}`;
    const edited = await edit({
      url: sink.url(path),
      description: "Moved",
      headers: { "X-Key": null, "X-New": "new" },
    });
    expect(edited).toMatchObject({ url: sink.url(path), description: "Moved", headers: ["X-Key", "X-New"] });
    await addUser(here);
    await dispatcher.drain();
    expect(sink.at(path)[0]?.headers).toMatchObject({ "x-key": "kept", "x-new": "new" });
    expect(sink.at(path)[0]?.headers).not.toHaveProperty("x-old");
    await expect(edit({ headers: { "X-Nobody": null } })).rejects.toMatchObject({
      status: 422,
      fields: { "headers.X-Nobody": expect.any(String) },
    });
  });

  test("a paused endpoint keeps its deliveries and sends them when it is resumed; own headers go along, unseen in the log", async () => {
    const here = await receiver({ headers: { "X-Key": "very secret" } });
    await updateWebhookEndpoint(ctx(), here.organizationId, here.endpoint.id, { state: "paused" });
    await addUser(here);
    await dispatcher.drain();
    expect(sink.at(here.path)).toEqual([]);
    const paused = await getWebhookEndpoint(ctx(), here.organizationId, here.endpoint.id);
    expect(paused.health.waiting).toBe(1);
    await updateWebhookEndpoint(ctx(), here.organizationId, here.endpoint.id, { state: "enabled" });
    await dispatcher.drain();
    expect(sink.at(here.path)[0]?.headers["x-key"]).toBe("very secret");
    const [delivery] = await deliveries(here.organizationId);
    const detail = await getDelivery(ctx(), here.organizationId, delivery?.id ?? "");
    expect(JSON.stringify(detail)).not.toContain("very secret");
  });

  test("one delivery can be sent again, with the same id", async () => {
    const here = await receiver();
    await addUser(here);
    await dispatcher.drain();
    const [delivery] = await deliveries(here.organizationId);
    await resendDelivery(ctx(), here.organizationId, delivery?.id ?? "");
    await dispatcher.drain();
    expect(sink.at(here.path).map(({ event }) => event.id)).toEqual([delivery?.eventId, delivery?.eventId]);
  });

  test("a test event arrives marked as one, is in no feed, and needs no waiting behind others", async () => {
    const here = await receiver();
    await sendTestEvent(ctx(), here.organizationId, here.endpoint.id, { type: "dsync.group.user_added" });
    await dispatcher.drain();
    expect(sink.at(here.path)[0]?.event).toMatchObject({ type: "dsync.group.user_added", was_test: true });
  });

  test("an inspector needs no server: what it is sent can be looked at", async () => {
    const here = await receiver({ kind: "inspector", url: undefined });
    expect(here.endpoint.url).toBe(`https://rollcall.test/inspect/${here.endpoint.id}`);
    await addUser(here);
    await dispatcher.drain();
    const [seen] = await listInspections(ctx(), here.organizationId, here.endpoint.id);
    expect(seen).toMatchObject({ type: "dsync.user.created", verified: true });
    new Webhook(here.endpoint.secret).sign(seen?.eventId ?? "", new Date(), seen?.body ?? "");
  });

  test("a worker that died keeps nobody waiting: its lane is taken up when the lease ends", async () => {
    const here = await receiver();
    await addUser(here);
    await services.admin.events.number();
    const dead = new Date(Date.now() + ahead);
    await database.sql.query(
      "update webhook_lane set leased_by = 'dead', leased_until = $1, due_at = null where organization_id = $2",
      [new Date(dead.getTime() + 20_000), here.organizationId],
    );
    const before = sink.at(here.path).length;
    ahead += 21_000;
    await dispatcher.drain();
    expect(sink.at(here.path).length).toBe(Math.max(before, 1));
  });

  test.each(["http://10.0.0.1/", "https://localhost/hook", "https://receiver.example.org:22/"])(
    "%s is refused with 400 where the operator did not allow private addresses",
    async (url) => {
      const { organizationId } = await addDirectory(services);
      const strict = { ...ctx(), targets: { allowPrivate: false, baseUrl: services.env.BASE_URL } };
      await expect(
        createWebhookEndpoint(strict, organizationId, CreateWebhookEndpoint.parse({ url })),
      ).rejects.toMatchObject({ status: 400, fields: { url: expect.stringMatching(/\S/) } });
    },
  );
});
