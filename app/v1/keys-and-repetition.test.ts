import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiScope } from "#lib/contract/api-scopes.ts";
import { provideServices, type Services } from "#lib/http/services.ts";
import { askManagement, expectFailure, managementClient } from "#lib/testing/management-client.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { addDirectory, ENV_KEY, serve, type TestDirectory } from "#lib/testing/test-instance.ts";

let database: TestDatabase;
let services: Services;
let place: TestDirectory;
const api = managementClient(ENV_KEY);
beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database);
  place = await addDirectory(services);
});
afterAll(() => database.close());

const organization = () => `/organizations/${place.organizationId}`;
const directory = () => `${organization()}/directories/${place.directoryId}`;
const issue = async (scopes?: readonly string[], path = `${organization()}/api_keys`, client = api) =>
  client.post(path, { name: "Key", ...(scopes && { scopes }) });
const clientWith = async (...scopes: ApiScope[]) => managementClient((await issue(scopes)).body.key as string);

describe("keys", () => {
  test("are issued with scopes, shown once, listed, read and revoked", async () => {
    const issued = await issue(["people:read", "people:read"]);
    expect([issued.status, issued.body.scopes]).toEqual([201, ["people:read"]]);
    const { key, ...shown } = issued.body;
    expect((await api.get(`${organization()}/api_keys/${shown.id}`)).body).toEqual(shown);
    expect((await api.get(`${organization()}/api_keys?limit=200`)).body.data).toContainEqual(shown);
    const holder = managementClient(key as string);
    expect((await holder.get(`${directory()}/users`)).status).toBe(200);
    expect((await api.post(`${organization()}/api_keys/${shown.id}/revoke`)).body.revoked_at).toEqual(
      expect.any(Number),
    );
    expect((await holder.get(`${directory()}/users`)).status).toBe(401);
  });

  test("do what their scopes say and nothing else; managing includes reading", async () => {
    const reader = await clientWith("directories:read");
    expect((await reader.get(directory())).status).toBe(200);
    for (const reply of [
      await reader.patch(directory(), { name: "x" }),
      await reader.get(`${directory()}/users`),
      await reader.post(`${organization()}/scim/tokens`, { name: "x" }),
      await reader.get(`${organization()}/api_keys`),
    ]) {
      expectFailure(reply, 403, "forbidden");
      expect(reply.body.error.message).toMatch(/scope \w+:(read|manage)/);
    }
    const manager = await clientWith("directories:manage");
    expect((await manager.patch(directory(), { name: "Renamed" })).status).toBe(200);
    expect((await manager.get(directory())).body.name).toBe("Renamed");
  });

  test("give away no more than they have", async () => {
    const issuer = await clientWith("api_keys:manage", "people:read");
    expect((await issue(["people:read"], undefined, issuer)).status).toBe(201);
    for (const scopes of [["*"], ["people:manage"], ["log:read"]]) {
      const reply = await issue(scopes, undefined, issuer);
      expect([reply.status, Object.keys(reply.body.error.fields ?? {})]).toEqual([422, ["scopes"]]);
    }
    expect((await issue(undefined, undefined, issuer)).body.scopes).toEqual(["api_keys:manage", "people:read"]);
  });

  test("give nobody a role that may do more than they: not by an invitation, and not to a member", async () => {
    const manage = { permissions: ["org:sys_provisioning:manage"], rank: 500 };
    await api.post(`${organization()}/roles`, { slug: "org:steward", name: "Steward", ...manage });
    await place.idp.post("/Users", { userName: "jo@corp.example" });
    const [member] = (await api.get(`${organization()}/members?q=jo@corp.example`)).body.data;
    const give = (client: typeof api, role: string) => [
      client.post(`${organization()}/invitations`, { emails: [`${role.slice(4)}@corp.example`], role }),
      client.patch(`${organization()}/members/${member?.id}`, { role }),
    ];
    const [people, everything] = [await clientWith("people:manage"), await clientWith("*")];
    for (const role of ["org:owner", "org:admin", "org:steward"]) {
      for (const reply of await Promise.all(give(people, role))) {
        expectFailure(reply, 403, "forbidden");
        expect(reply.body.error.message).toContain("every scope");
      }
    }
    expect((await api.get(`${organization()}/invitations`)).body.total_count).toBe(0);
    for (const reply of await Promise.all(give(people, "org:member")))
      expect(reply.status, reply.text).toBeLessThan(300);
    for (const reply of await Promise.all(give(everything, "org:admin"))) {
      expect(reply.status, reply.text).toBeLessThan(300);
    }
  });

  test("of the instance are for every organization, and only such keys make them", async () => {
    const { body } = await issue(["organizations:read", "directories:read"], "/api_keys");
    expect(body.organization_id).toBeNull();
    const holder = managementClient(body.key as string);
    expect((await holder.get("/organizations")).body.total_count).toBeGreaterThan(0);
    expect((await holder.get(directory())).status).toBe(200);
    const ofOne = await clientWith("*");
    expectFailure(await issue(["*"], "/api_keys", ofOne), 403, "forbidden");
    expectFailure(await ofOne.get("/api_keys"), 403, "forbidden");
    await api.post(`/api_keys/${body.id}/revoke`);
    expect((await holder.get(directory())).status).toBe(401);
  });
});

describe("repeating a change with an Idempotency-Key", () => {
  const post = (body: unknown, idempotencyKey: string, key = ENV_KEY) =>
    askManagement("POST", `${organization()}/scim/tokens`, {
      key,
      body,
      headers: { "idempotency-key": idempotencyKey },
    });
  const named = async (name: string) => {
    const [row] = await database.sql.query<{ n: number }>("select count(*)::int n from scim_token where name = $1", [
      name,
    ]);
    return row?.n;
  };

  test("answers the very bytes of the first answer and does nothing again", async () => {
    const first = await post({ name: "once" }, "a");
    const again = await post({ name: "once" }, "a");
    expect(first.status).toBe(201);
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(await named("once")).toBe(1);
  });

  test("keeps no secret readable", async () => {
    const { body } = await post({ name: "sealed" }, "sealed");
    const rows = await database.sql.query<{ body: Uint8Array }>("select body from idempotency_key");
    for (const { body: kept } of rows) expect(Buffer.from(kept).toString("latin1")).not.toContain(body.token);
  });

  test("under a used key with another body is a 422", async () => {
    await post({ name: "first" }, "b");
    expectFailure(await post({ name: "second" }, "b"), 422, "invalid");
    expect(await named("second")).toBe(0);
  });

  test("at the same time has one effect: the others are a 409 or the same answer", async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, () => post({ name: "parallel" }, "c")));
    expect(await named("parallel")).toBe(1);
    const done = replies.filter(({ status }) => status === 201);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    for (const reply of replies.filter(({ status }) => status !== 201)) {
      expectFailure(reply, 409, "conflict");
      expect(reply.headers.get("retry-after")).toBe("1");
    }
    expect((await post({ name: "parallel" }, "c")).text).toBe(done[0]?.text);
  });

  test("that was refused can be mended and sent again under the same key", async () => {
    expect((await post({ name: "" }, "d")).status).toBe(422);
    expect((await post({ name: "mended" }, "d")).status).toBe(201);
  });

  test("is each program's own, and forgotten after a day", async () => {
    const other = (await issue(["*"])).body.key as string;
    const mine = await post({ name: "mine" }, "e");
    const theirs = await post({ name: "mine" }, "e", other);
    expect(theirs.text).not.toBe(mine.text);
    await services.idempotency.purge(new Date(Date.now() + 1_000));
    expect((await post({ name: "mine" }, "e")).text).not.toBe(mine.text);
  });

  test("that a dead process left unanswered is taken over", async () => {
    await database.sql.query(
      "insert into idempotency_key (actor, key, fingerprint, created_at) select actor, 'left', fingerprint, now() - interval '3 minutes' from idempotency_key limit 0",
    );
    const { text } = await post({ name: "left" }, "left");
    await database.sql.query(
      "update idempotency_key set status = null, body = null, created_at = now() - interval '3 minutes' where key = 'left'",
    );
    const again = await post({ name: "left" }, "left");
    expect([again.status, again.text === text]).toEqual([201, false]);
  });
});

test("too many calls are a 429 that says when to come back; the headers say how many are left", async () => {
  provideServices(serve(database, { API_RATE_LIMIT: "1" }));
  const ask = () => api.get("/organizations");
  const first = await ask();
  expect(first.headers.get("ratelimit-policy")).toBe('"default";q=10;w=10');
  expect(first.headers.get("ratelimit")).toMatch(/^"default";r=9;t=\d+$/);
  let last = first;
  for (let call = 0; call < 10; call++) last = await ask();
  expectFailure(last, 429, "throttled");
  expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
  provideServices(services);
});

test("whoever tries one key after the other is a 429 that says when to come back", async () => {
  provideServices(serve(database));
  const tried = (path: string) =>
    askManagement("GET", path, { key: "key_wrong", headers: { "x-forwarded-for": "203.0.113.9" } });
  let last = await tried("/organizations");
  expectFailure(last, 401, "unauthenticated");
  await Promise.all(Array.from({ length: 199 }, () => tried("/organizations")));
  last = await tried("/organizations");
  expectFailure(last, 429, "throttled");
  expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
  provideServices(services);
});

describe("lists", () => {
  test("are read page by page with cursors, each row once", async () => {
    for (const name of ["ana", "bob", "cid", "dan", "eve"]) await place.idp.post("/Users", { userName: name });
    for (const path of [`${directory()}/users`, `${organization()}/scim/tokens`, "/organizations"]) {
      const ids: string[] = [];
      let cursor: string | undefined;
      let total = 0;
      do {
        const { body } = await api.get(`${path}?limit=2${cursor ? `&cursor=${cursor}` : ""}`);
        ids.push(...body.data.map(({ id }) => id));
        total = body.total_count;
        cursor = body.next_cursor;
      } while (cursor);
      expect([new Set(ids).size, ids.length]).toEqual([total, total]);
    }
  });
});

describe("people", () => {
  test("are shown with prefixed ids that are accepted back, with their groups, found by text and state", async () => {
    const user = await place.idp.post("/Users", { userName: "gil", name: { givenName: "Gil" }, active: true });
    const group = await place.idp.post("/Groups", { displayName: "Team", members: [{ value: user.body.id }] });
    const { body } = await api.get(`${directory()}/users?q=gil&state=active`);
    expect(body.data).toHaveLength(1);
    const id = body.data[0]?.id ?? "";
    expect(id).toMatch(/^directory_user_[0-9a-f]{32}$/);
    const found = await api.get(`${directory()}/users/${id}`);
    expect(found.body).toMatchObject({ id, username: "gil", first_name: "Gil", state: "active" });
    expect(found.body.groups).toMatchObject([{ name: "Team" }]);
    expect((await api.get(`${directory()}/users/${user.body.id}`)).body).toEqual(found.body);
    const groups = await api.get(`${directory()}/groups?user=${id}`);
    const groupId = groups.body.data[0]?.id;
    expect((await api.get(`${directory()}/groups/${group.body.id}`)).body.id).toBe(groupId);
    expect((await api.get(`${directory()}/groups/${groupId}/users`)).body.data.map((each) => each.id)).toEqual([id]);
    const { body: members } = await api.get(`${organization()}/members?q=gil`);
    expect(members.data).toMatchObject([{ directory_user_id: id, status: "active" }]);
  });

  test("of another directory are not there, by whatever id", async () => {
    const other = await addDirectory(services);
    const user = await other.idp.post("/Users", { userName: "stranger" });
    for (const id of [user.body.id, `directory_user_${String(user.body.id).replaceAll("-", "")}`, "x", "%00"]) {
      expectFailure(await api.get(`${directory()}/users/${id}`), 404, "not_found");
    }
  });

  test("the log is read by page and by entry", async () => {
    await services.activity.flush();
    const { body } = await api.get(`${directory()}/log?outcome=changed`);
    const [entry] = body.data;
    expect((await api.get(`${directory()}/log/${entry?.id}`)).body).toMatchObject({ id: entry?.id, status: 201 });
  });
});
