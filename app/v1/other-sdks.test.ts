/** The published SDKs of WorkOS and Auth0, unchanged, as clients of a real server. */
import { WorkOS } from "@workos-inc/node";
import { ManagementClient } from "auth0";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startDispatcher } from "#lib/directory/webhook-dispatch.ts";
import { provideServices, type Services } from "#lib/http/services.ts";
import { openDoorServer } from "#lib/testing/doors.ts";
import { managementClient } from "#lib/testing/management-client.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { addDirectory, BASE_URL, ENV_KEY, serve, type TestDirectory } from "#lib/testing/test-instance.ts";
import { openSink } from "#lib/testing/webhook-sink.ts";
import { sender } from "#lib/webhooks/send.ts";

let database: TestDatabase;
let services: Services;
let server: Awaited<ReturnType<typeof openDoorServer>>;
let place: TestDirectory;
const USERS = 25;

beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database, { ALLOW_PRIVATE_WEBHOOKS: "true" });
  server = await openDoorServer();
  place = await addDirectory(services);
  const ids: string[] = [];
  for (let number = 1; number <= USERS; number++) {
    const { body } = await place.idp.post("/Users", {
      userName: `user${number}@acme.example`,
      externalId: `idp-${number}`,
      name: { givenName: `Given${number}`, familyName: "Lima" },
      emails: [{ value: `user${number}@acme.example`, type: "work", primary: true }],
      active: number !== 3,
    });
    ids.push(body.id as string);
  }
  const members = ids.slice(0, 12).map((value) => ({ value }));
  await place.idp.post("/Groups", { displayName: "Engineering", externalId: "g-1", members });
  await place.idp.post("/Groups", { displayName: "Design" });
});
afterAll(async () => {
  await server.close();
  await database.close();
});

/** A key of the organization with only these scopes. */
const keyWith = async (...scopes: string[]) => {
  const made = await managementClient(ENV_KEY).post(`/organizations/${place.organizationId}/api_keys`, {
    name: "K",
    scopes,
  });
  return made.body.key as string;
};

/** What API_RATE_LIMIT=1 allows at once. */
const LIMITED_CALLS = 10;
async function withLimit(work: () => Promise<void>): Promise<void> {
  serve(database, { ALLOW_PRIVATE_WEBHOOKS: "true", API_RATE_LIMIT: "1" });
  await work().finally(() => provideServices(services));
}

describe("the WorkOS SDK", () => {
  const workos = () => new WorkOS(ENV_KEY, { apiHostname: "127.0.0.1", port: server.port, https: false });

  test("lists, finds and reads directories", async () => {
    const { data } = await workos().directorySync.listDirectories({ organizationId: place.organizationId });
    expect(data).toMatchObject([
      { id: place.directoryId, organizationId: place.organizationId, state: "active", type: "okta scim v2.0" },
    ]);
    expect(await workos().directorySync.getDirectory(place.directoryId)).toEqual(data[0]);
    const none = await workos().directorySync.listDirectories({ search: "no such name" });
    expect(none.data).toEqual([]);
  });

  test("pages through users by itself, each once, and forwards and backwards by hand", async () => {
    const sync = workos().directorySync;
    const options = { directory: place.directoryId, limit: 10 };
    // It pages by itself only where no limit is given.
    const all = await (await sync.listUsers({ directory: place.directoryId })).autoPagination();
    expect(new Set(all.map(({ id }) => id)).size).toBe(USERS);
    const first = await sync.listUsers({ ...options, order: "desc" });
    expect(first.listMetadata.before).toBeNull();
    const second = await sync.listUsers({ ...options, order: "desc", after: first.listMetadata.after ?? "" });
    const third = await sync.listUsers({ ...options, order: "desc", after: second.listMetadata.after ?? "" });
    expect([third.data.length, third.listMetadata.after]).toEqual([5, null]);
    const back = await sync.listUsers({ ...options, order: "desc", before: second.listMetadata.before ?? "" });
    expect(back.data).toEqual(first.data);
    expect(back.listMetadata.before).toBeNull();
  });

  test("reads users with their groups, groups of users, and users of groups", async () => {
    const sync = workos().directorySync;
    const groups = await sync.listGroups({ directory: place.directoryId });
    const engineering = groups.data.find(({ name }) => name === "Engineering");
    expect(engineering?.idpId).toBe("g-1");
    expect(await sync.getGroup(engineering?.id ?? "")).toEqual(engineering);
    const users = await sync.listUsers({ group: engineering?.id ?? "", limit: 100 });
    expect(users.data).toHaveLength(12);
    const [user] = users.data;
    expect(user).toMatchObject({ lastName: "Lima", groups: [{ name: "Engineering" }] });
    expect(await sync.getUser(user?.id ?? "")).toEqual(user);
    expect((await sync.listGroups({ user: user?.id ?? "" })).data).toEqual([engineering]);
    expect(users.data.filter(({ state }) => state === "inactive")).toHaveLength(1);
  });

  test("reads the event feed from its beginning, page by page, each event once", async () => {
    const seen: string[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await workos().events.listEvents({
        events: ["dsync.user.created", "dsync.group.user_added"],
        organizationId: place.organizationId,
        limit: 10,
        ...(after && { after }),
      });
      seen.push(...page.data.map(({ id }) => id));
      after = page.listMetadata.after ?? undefined;
      if (page.data.length < 10) break;
    }
    expect([new Set(seen).size, seen.length]).toEqual([USERS + 12, USERS + 12]);
  });

  test("verifies a real delivery with constructEvent, and refuses one that was changed", async () => {
    const sink = await openSink();
    const dispatcher = startDispatcher({ ...services, send: sender({ allowPrivate: true }), random: () => 0.5 });
    try {
      const here = await addDirectory(services);
      const api = managementClient(ENV_KEY);
      const endpoints = `/organizations/${here.organizationId}/webhook_endpoints`;
      const { body: endpoint } = await api.post(endpoints, { url: sink.url("/hook"), events: ["dsync.user.*"] });
      await here.idp.post("/Users", { userName: "delivered", emails: [{ value: "d@acme.example", primary: true }] });
      await dispatcher.drain();
      const [received] = sink.at("/hook");
      const given = {
        payload: JSON.parse(received?.body ?? "{}"),
        sigHeader: String(received?.headers["workos-signature"]),
        secret: endpoint.secret as string,
      };
      const event = await workos().webhooks.constructEvent(given);
      expect(event).toMatchObject({ event: "dsync.user.created", data: { email: "d@acme.example" } });
      const changed = { ...given, payload: { ...given.payload, id: "event_other" } };
      await expect(workos().webhooks.constructEvent(changed)).rejects.toThrow();
      const { body: list } = await api.get(`/organizations/${here.organizationId}/deliveries`);
      expect(list.data).toMatchObject([{ state: "delivered", type: "dsync.user.created" }]);
      const found = await api.get(`/organizations/${here.organizationId}/deliveries/${list.data[0]?.id}`);
      expect(found.body).toMatchObject({ body: received?.body, history: [{ status: 204 }] });
      expect((await api.get(`/organizations/${here.organizationId}/events/${event.id}`)).body.id).toBe(event.id);
      const replayed = await api.post(`/organizations/${here.organizationId}/deliveries/replay`, {
        endpoint_id: endpoint.id,
        state: "all",
        dry_run: true,
      });
      expect(replayed.body).toEqual({ count: 1, dry_run: true });
      const rotated = await api.post(`${endpoints}/${endpoint.id}/rotate_secret`);
      expect(rotated.body.secret).not.toBe(endpoint.secret);
      expect((await api.patch(`${endpoints}/${endpoint.id}`, { state: "paused" })).body.state).toBe("paused");
      expect((await api.delete(`${endpoints}/${endpoint.id}`)).status).toBe(204);
    } finally {
      await dispatcher.stop();
      await sink.close();
    }
  });

  test("makes a setup link", async () => {
    const { link } = await workos().portal.generateLink({
      organization: place.organizationId,
      intent: "dsync" as never,
    });
    expect(link.startsWith(`${BASE_URL}/setup#`)).toBe(true);
  });

  test("throws its own errors", async () => {
    const sync = workos().directorySync;
    await expect(sync.getUser("directory_user_nobody")).rejects.toMatchObject({ name: "NotFoundException" });
    await expect(sync.listUsers({})).rejects.toMatchObject({ name: "UnprocessableEntityException" });
    const stranger = new WorkOS("wrong", { apiHostname: "127.0.0.1", port: server.port, https: false });
    await expect(stranger.directorySync.listDirectories()).rejects.toMatchObject({ name: "UnauthorizedException" });
    const { portal } = workos();
    const nowhere = { organization: "org_nobody", intent: "dsync" as never };
    await expect(portal.generateLink(nowhere)).rejects.toMatchObject({ name: "NotFoundException" });
    const sso = { organization: place.organizationId, intent: "sso" as never };
    await expect(portal.generateLink(sso)).rejects.toMatchObject({
      name: "UnprocessableEntityException",
      code: "unprocessable_entity",
    });
  });

  test("is told when to come back by the SDK's own exception when a key asks too often", async () => {
    await withLimit(async () => {
      const key = await keyWith("*");
      const { directorySync } = new WorkOS(key, { apiHostname: "127.0.0.1", port: server.port, https: false });
      const many = Array.from({ length: LIMITED_CALLS + 1 }, () => directorySync.getDirectory(place.directoryId));
      const [refused] = (await Promise.allSettled(many)).filter(({ status }) => status === "rejected");
      expect(refused).toMatchObject({ reason: { name: "RateLimitExceededException", status: 429 } });
      const { reason } = refused as PromiseRejectedResult;
      expect((reason as { retryAfter: number }).retryAfter).toBeGreaterThanOrEqual(1);
    });
  });

  test("deletes a directory", async () => {
    const other = await addDirectory(services);
    await workos().directorySync.deleteDirectory(other.directoryId);
    await expect(workos().directorySync.getDirectory(other.directoryId)).rejects.toMatchObject({ status: 404 });
  });
});

describe("the Auth0 ManagementClient", () => {
  /** It only speaks https; the local server has no certificate. */
  const inTheOpen: typeof fetch = (input, init) => fetch(String(input).replace(/^https:/, "http:"), init);
  const auth0 = (token = ENV_KEY) =>
    new ManagementClient({ domain: `127.0.0.1:${server.port}`, token, fetch: inTheOpen, maxRetries: 0 }).connections
      .scimConfiguration;

  test("reads a connection's configuration and default mapping", async () => {
    const found = await auth0().get(place.directoryId);
    expect(found).toMatchObject({
      connection_id: place.directoryId,
      user_id_attribute: "userName",
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    expect(found.mapping?.length).toBeGreaterThan(3);
    const { mapping } = await auth0().getDefaultMapping(place.directoryId);
    expect(mapping).toContainEqual({ scim: "name.givenName", auth0: "given_name" });
  });

  test("makes tokens with scopes and a lifetime, that work, lists them, and deletes them", async () => {
    const { tokens } = auth0();
    const created = await tokens.create(place.directoryId, { scopes: ["get:users"], token_lifetime: 900 });
    expect(created).toMatchObject({ token_id: expect.any(String), scopes: ["get:users"] });
    expect(Date.parse(created.valid_until ?? "")).toBeGreaterThan(Date.now());
    const use = (method: string) =>
      fetch(`${server.origin}/scim/v2/Users`, { method, headers: { authorization: `Bearer ${created.token}` } });
    expect((await use("GET")).status).toBe(200);
    expect((await use("POST")).status).toBe(403);
    const listed = (await tokens.get(place.directoryId)) as { token_id?: string }[];
    expect(listed.map((token) => token.token_id)).toContain(created.token_id);
    expect(JSON.stringify(listed)).not.toContain(created.token);
    await tokens.delete(place.directoryId, created.token_id ?? "");
    expect((await use("GET")).status).toBe(401);
    await expect(tokens.create(place.directoryId, { token_lifetime: 899 })).rejects.toMatchObject({
      name: "BadRequestError",
      statusCode: 400,
    });
  });

  test("takes a configuration away and makes it again", async () => {
    const { directoryId, idp } = await addDirectory(services);
    await auth0().delete(directoryId);
    // As Auth0 words it: only a connection that is not there has an errorCode.
    await expect(auth0().get(directoryId)).rejects.toMatchObject({
      name: "NotFoundError",
      body: { statusCode: 404, error: "Not Found", message: "Not Found" },
    });
    expect((await idp.get("/Users")).status).toBe(401);
    expect(await auth0().create(directoryId, {})).toMatchObject({ connection_id: directoryId });
    expect(await auth0().get(directoryId)).toMatchObject({ connection_id: directoryId });
  });

  test("replaces the mapping, and refuses half of it", async () => {
    const { directoryId } = await addDirectory(services);
    const mapping = [
      { scim: "userName", auth0: "username" },
      { scim: 'emails[type eq "work"].value', auth0: "email" },
      { scim: "title", auth0: "app_metadata.title" },
    ];
    const changed = await auth0().update(directoryId, { user_id_attribute: "externalId", mapping });
    expect(changed).toMatchObject({ user_id_attribute: "externalId", mapping });
    expect(await auth0().get(directoryId)).toEqual(changed);
    await expect(auth0().update(directoryId, { mapping } as never)).rejects.toThrow();
  });

  test("lists configurations page by page", async () => {
    const ids: string[] = [];
    for await (const { connection_id } of await auth0().list({ take: 1 })) ids.push(connection_id ?? "");
    expect(ids).toContain(place.directoryId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("throws its own errors", async () => {
    await expect(auth0().get("directory_none")).rejects.toMatchObject({
      name: "NotFoundError",
      body: { errorCode: "inexistent_connection" },
    });
    await expect(auth0("wrong").get(place.directoryId)).rejects.toMatchObject({ statusCode: 401 });
    const readerKey = await keyWith("mapping:read");
    expect((await auth0(readerKey).get(place.directoryId)).connection_id).toBe(place.directoryId);
    await expect(auth0(readerKey).delete(place.directoryId)).rejects.toMatchObject({
      statusCode: 403,
      body: { errorCode: "insufficient_scope" },
    });
    await withLimit(async () => {
      const key = await keyWith("*");
      const many = Array.from({ length: LIMITED_CALLS + 1 }, () => auth0(key).get(place.directoryId));
      const [refused] = (await Promise.allSettled(many)).filter(({ status }) => status === "rejected");
      expect(refused).toMatchObject({ reason: { statusCode: 429, body: { errorCode: "too_many_requests" } } });
    });
  });
});

describe("what is there by hand is there by API", () => {
  test("WorkOS's webhook endpoints", async () => {
    const key = (await managementClient(ENV_KEY).post(`/organizations/${place.organizationId}/api_keys`, { name: "K" }))
      .body.key as string;
    const ask = async (method: string, path: string, body?: object) => {
      const response = await fetch(`${server.origin}${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
    };
    const input = { endpoint_url: "http://127.0.0.1:9/hook", events: ["dsync.user.created"] };
    const created = await ask("POST", "/webhook_endpoints", input);
    expect(created).toMatchObject({ status: 201, body: { ...input, object: "webhook_endpoint", status: "enabled" } });
    const { secret: _, ...shown } = created.body;
    const path = `/webhook_endpoints/${shown.id}`;
    expect((await ask("GET", path)).body).toEqual(shown);
    expect((await ask("GET", "/webhook_endpoints")).body.data).toEqual([shown]);
    expect((await ask("PATCH", path, { status: "disabled" })).body.status).toBe("disabled");
    expect((await ask("DELETE", path)).status).toBe(204);
    expect(await ask("GET", path)).toMatchObject({ status: 404, body: { code: "entity_not_found" } });
    const invalid = await ask("POST", "/webhook_endpoints", { ...input, events: ["no.such"] });
    expect(invalid).toMatchObject({ status: 422, body: { errors: [{ field: "events.0" }] } });
  });

  test("setup links and the audit log", async () => {
    const api = managementClient(ENV_KEY);
    const links = `/organizations/${place.organizationId}/directories/${place.directoryId}/setup_links`;
    const created = await api.post(links, { name: "IT", days: 3 });
    expect(created.body.url).toContain("/setup#");
    const { url: _, ...shown } = created.body;
    expect((await api.get(links)).body.data).toContainEqual(shown);
    expect((await api.post(`${links}/${shown.id}/revoke`)).body.revoked_at).toEqual(expect.any(String));
    const { body } = await api.get(`/organizations/${place.organizationId}/audit_log?action=setup_link`);
    expect(body.data[0]).toMatchObject({ action: "setup_link.revoked", surface: "api" });
    expect((await api.get(`/organizations/${place.organizationId}/audit_log/${body.data[0]?.id}`)).body).toEqual(
      body.data[0],
    );
  });
});
