import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deleteDirectory } from "#lib/directory/directories.ts";
import type { Services } from "#lib/http/services.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import { expectError } from "#lib/testing/expect-scim-error.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { askScim, patchBody } from "#lib/testing/scim-client.ts";
import { addDirectory, operator, serve, serveCounted, type TestDirectory, unique } from "#lib/testing/test-instance.ts";

/* Rows of the attack list that need the whole way through door, verb and storage; the others are beside what they attack. */

let database: TestDatabase;
let services: Services;
let a: TestDirectory;
let b: TestDirectory;
beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database);
  a = await addDirectory(services, { provider: "generic" });
  b = await addDirectory(services, { provider: "generic" });
});
afterAll(() => database.close());

const newUser = async ({ idp }: TestDirectory, over: JsonObject = {}) => {
  const reply = await idp.post("/Users", { userName: unique("attacked"), ...over });
  expect(reply.status, reply.text).toBe(201);
  return reply.body;
};
const accounts = () =>
  database.sql.query("select a.*, (select count(*)::int from session) as sessions from account a order by id");

describe("A: authentication", () => {
  test("A4, A5: a token with a wrong checksum is refused without a query, one that is only unknown looks the same", async () => {
    const { services: counted, statements } = serveCounted(database);
    try {
      const { plaintext } = counted.secrets.mint("scim");
      const last = plaintext.at(-1) === "x" ? "y" : "x";
      const wrong = await askScim("GET", "/Users", { token: plaintext.slice(0, -1) + last });
      expectError(wrong, 401, { "www-authenticate": 'Bearer realm="scim", error="invalid_token"' });
      expect(statements).toEqual([]);
      const unknown = await askScim("GET", "/Users", { token: plaintext });
      expect([unknown.status, unknown.text]).toEqual([wrong.status, wrong.text]);
    } finally {
      services = serve(database);
    }
  });

  test.each(["bearer", "BEARER", "Bearer", "bEaReR"])("A11: the scheme may be written %s", async (scheme) => {
    const reply = await askScim("GET", "/Users", { headers: { authorization: `${scheme} ${a.token}` } });
    expect(reply.status).toBe(200);
  });
});

describe("B: tenants and identities", () => {
  test("B5: a manager's id is text: nobody is looked up, and no name of another tenant is shown", async () => {
    const boss = await newUser(a, { displayName: "Secret Boss" });
    const urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    const created = await newUser(b, { [urn]: { manager: { value: boss.id, displayName: "Made Up" } } });
    expect(created[urn]).toEqual({ manager: { value: boss.id } });
  });

  test("B6: a userName that another tenant has is free here", async () => {
    const { userName } = await newUser(a);
    expect((await b.idp.post("/Users", { userName })).status).toBe(201);
  });

  test("B10: whoever is provisioned with an administrator's address touches no account", async () => {
    const email = "Admin@Rollcall.example";
    await database.sql.query(
      "insert into account (id, email, name, password_hash) values ('account_b10', $1, 'Admin', 'none')",
      [email.toLowerCase()],
    );
    const before = await accounts();
    const { id } = await newUser(a, { userName: email, emails: [{ value: email, primary: true }] });
    expect(await accounts()).toEqual(before);
    const moved = [{ op: "replace", path: "emails[primary eq true].value", value: "other@rollcall.example" }];
    expect((await a.idp.patch(`/Users/${id}`, moved)).status).toBe(200);
    expect(await accounts()).toEqual(before);
    expect((await a.idp.delete(`/Users/${id}`)).status).toBe(204);
    expect(await accounts()).toEqual(before);
  });

  test("B11: an address that somebody else has too is no key: the other one stays who they are", async () => {
    const email = `${unique("same")}@x.example`;
    const one = await newUser(a, { emails: [{ value: email }] });
    const two = await newUser(a);
    const reply = await a.idp.patch(`/Users/${two.id}`, [{ op: "add", path: "emails", value: [{ value: email }] }]);
    expect(reply.status).toBe(200);
    const { body } = await a.idp.get(`/Users/${one.id}`);
    expect([body.userName, (body.meta as JsonObject).version]).toEqual([one.userName, 'W/"1"']);
  });

  test("B16, E18: another's, an old, a made-up ETag is 412; any ETag on what is not there is 404", async () => {
    const theirs = await newUser(a, { title: "x" });
    await a.idp.patch(`/Users/${theirs.id}`, [{ op: "replace", path: "title", value: "y" }]);
    const { id } = await newUser(b);
    for (const tag of ['W/"2"', '"nope"', "nope", 'W/"-1"', ""]) {
      const headers = { "if-match": tag };
      expectError(await b.idp.patch(`/Users/${id}`, [{ op: "add", path: "title", value: "z" }], { headers }), 412);
      expectError(await b.idp.put(`/Users/${id}`, { userName: "z" }, { headers }), 412);
      expectError(await b.idp.delete(`/Users/${id}`, { headers }), 412);
    }
    expect((await b.idp.get(`/Users/${id}`)).headers.get("etag")).toBe('W/"1"');
    const star = { headers: { "if-match": "*" } };
    expectError(await b.idp.patch(`/Users/${theirs.id}`, [{ op: "add", path: "title", value: "z" }], star), 404);
    expect((await b.idp.delete(`/Users/${id}`, star)).status).toBe(204);
  });

  test("B17, B18: asked in turns and at once, each sees its own, and no cache may keep it", async () => {
    const [own, other] = await Promise.all([a, b].map((one) => newUser(one, { externalId: "turns" })));
    const ask = (one: TestDirectory) => one.idp.get(`/Users?filter=${encodeURIComponent('externalId eq "turns"')}`);
    const replies = await Promise.all(Array.from({ length: 200 }, (_, n) => ask(n % 2 ? b : a)));
    for (const [n, { body, headers }] of replies.entries()) {
      expect(body.Resources?.map(({ id }) => id)).toEqual([(n % 2 ? other : own)?.id]);
      expect([headers.get("cache-control"), headers.get("vary")]).toEqual(["no-store", "Authorization"]);
    }
  });

  test("B19: a group by the name of a role gives nobody a role", async () => {
    const { id } = await newUser(a);
    for (const displayName of ["admins", "owner", "org:admin", "authentik Admins", "authenticated"]) {
      expect((await a.idp.post("/Groups", { displayName, members: [{ value: id }] })).status).toBe(201);
    }
    const roles = await database.sql.query<{ role: string }>("select role from member where directory_user_id = $1", [
      id,
    ]);
    expect(roles).toEqual([{ role: "org:member" }]);
  });

  test("B20: a token outlives its directory by nothing", async () => {
    const short = await addDirectory(services);
    expect((await short.idp.get("/Users")).status).toBe(200);
    await deleteDirectory(operator(services), short.directoryId);
    expectError(await short.idp.get("/Users"), 401);
  });
});

describe("C to I: bodies, lists and headers", () => {
  const nested = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels);

  test.each([
    ["D20: lists 200,000 deep", `{"userName":"deep","x":${nested(200_000, "[", "]")}}`],
    [
      "D21: objects 10,000 deep in an extension",
      `{"userName":"deep","urn:a:b":${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}}`,
    ],
    ["I4: the beginning of a long body", `{"userName":"deep","emails":[${'{"value":"a@x.example"},'.repeat(1_000)}`],
  ])("%s are invalidSyntax, in POST and in PATCH", async (_what, body) => {
    const { id } = await newUser(a);
    for (const reply of [await a.idp.post("/Users", body), await a.idp.put(`/Users/${id}`, body)]) {
      expectError(reply, 400);
      expect(reply.body.scimType).toBe("invalidSyntax");
    }
    expect((await a.idp.get(`/Users/${id}`)).headers.get("etag")).toBe('W/"1"');
  });

  test("I4: a group whose list of members was cut off on the way keeps its members", async () => {
    const people = await Promise.all([newUser(a), newUser(a)]);
    const members = people.map(({ id }) => ({ value: id }));
    const { id } = (await a.idp.post("/Groups", { displayName: unique("whole"), members })).body;
    const whole = JSON.stringify({ displayName: unique("cut"), members: [...members, { value: "x" }] });
    expectError(await a.idp.put(`/Groups/${id}`, whole.slice(0, -20)), 400);
    expect((await a.idp.get(`/Groups/${id}`)).body.members).toHaveLength(2);
  });

  test("G6: a page far behind the last is empty and knows the number of all", async () => {
    const { body, status } = await a.idp.get("/Users?startIndex=1000000&count=10");
    expect([status, body.Resources, body.startIndex]).toEqual([200, [], 1_000_000]);
    expect(body.totalResults).toBeGreaterThan(0);
  });

  test.each([
    ["I5", { "content-type": "text/plain" }],
    ["I5", { "content-type": "application/x-www-form-urlencoded" }],
    ["I5", { "content-type": "multipart/form-data; boundary=x" }],
    ["I5", { "content-type": "application/scim+json; charset=utf-16" }],
    ["I6", { "content-encoding": "gzip" }],
    ["I6", { "content-encoding": "br" }],
    ["I6", { "content-encoding": "identity, gzip" }],
  ])("%s: %j is 415, and nothing is done", async (_row, headers) => {
    const userName = unique("never");
    expectError(await a.idp.post("/Users", { userName }, { headers }), 415);
    const { id } = await newUser(a);
    expectError(await askScim("PATCH", `/Users/${id}`, { token: a.token, body: patchBody([]), headers }), 415);
    const found = await a.idp.get(`/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
    expect(found.body.totalResults).toBe(0);
  });

  test.each(["text/html", "application/xml", "image/*", "text/html;q=1, */*;q=0"])(
    "I7: to whoever accepts %s only, the answer is SCIM JSON all the same",
    async (accept) => {
      const reply = await a.idp.get("/Users", { headers: { accept } });
      expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "application/scim+json"]);
      expectError(await a.idp.get("/Users/nobody", { headers: { accept } }), 404);
    },
  );
});
