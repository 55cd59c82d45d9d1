/** The published SDKs of WorkOS and Auth0, unchanged, as clients of a real server. */
import { WorkOS } from "@workos-inc/node";
import { ManagementClient } from "auth0";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Services } from "#lib/http/services.ts";
import { openDoorServer } from "#lib/testing/doors.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { addDirectory, BASE_URL, ENV_KEY, serve, type TestDirectory } from "#lib/testing/test-instance.ts";

let database: TestDatabase;
let services: Services;
let server: Awaited<ReturnType<typeof openDoorServer>>;
let place: TestDirectory;
const USERS = 25;

beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database);
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
    await expect(tokens.create(place.directoryId, { token_lifetime: 899 })).rejects.toMatchObject({ statusCode: 422 });
  });

  test("takes a configuration away and makes it again", async () => {
    const { directoryId, idp } = await addDirectory(services);
    await auth0().delete(directoryId);
    await expect(auth0().get(directoryId)).rejects.toMatchObject({ statusCode: 404 });
    expect((await idp.get("/Users")).status).toBe(401);
    expect(await auth0().create(directoryId, {})).toMatchObject({ connection_id: directoryId });
    expect(await auth0().get(directoryId)).toMatchObject({ connection_id: directoryId });
  });

  test("lists configurations page by page", async () => {
    const ids: string[] = [];
    for await (const { connection_id } of await auth0().list({ take: 1 })) ids.push(connection_id ?? "");
    expect(ids).toContain(place.directoryId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("throws its own errors", async () => {
    await expect(auth0().get("directory_none")).rejects.toMatchObject({ statusCode: 404 });
    await expect(auth0("wrong").get(place.directoryId)).rejects.toMatchObject({ statusCode: 401 });
  });
});
