import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Scope } from "#lib/contract/scopes.ts";
import { BULK_LIMITS } from "#lib/directory/idp/bulk.ts";
import { listLog, revealLogEntry } from "#lib/directory/log.ts";
import { issueToken } from "#lib/directory/tokens.ts";
import type { Services } from "#lib/http/services.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import { dumpDatabase } from "#lib/testing/dump-database.ts";
import { expectError } from "#lib/testing/expect-scim-error.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { askScim, patchBody, scimClient } from "#lib/testing/scim-client.ts";
import { addDirectory, operator, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";
import { answerScim } from "./doors.ts";

const URN = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

let database: TestDatabase;
let services: Services;
let directory: TestDirectory;
beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database);
  directory = await addDirectory(services);
});
afterAll(() => database.close());

interface Result extends JsonObject {
  status: string;
  method: string;
}

/** Sends the operations and gives what became of each. */
async function bulk(Operations: unknown[], more: JsonObject = {}, idp = directory.idp) {
  const reply = await idp.post("/Bulk", { schemas: [URN], ...more, Operations });
  expect(reply.status, reply.text).toBe(200);
  expect(reply.body.schemas).toEqual(["urn:ietf:params:scim:api:messages:2.0:BulkResponse"]);
  const results = reply.body.Operations as Result[];
  return {
    results,
    statuses: results.map(({ status }) => Number(status)),
    requestId: reply.headers.get("x-request-id"),
  };
}

const newUser = (over: JsonObject = {}) => ({
  method: "POST",
  path: "/Users",
  bulkId: unique("id"),
  data: { userName: unique("bulk"), ...over },
});
const newGroup = (members: string[], over: JsonObject = {}) => ({
  method: "POST",
  path: "/Groups",
  bulkId: unique("id"),
  data: { displayName: unique("Bulk"), members: members.map((value) => ({ value })), ...over },
});
const idOf = ({ location }: Result) => String(location).split("/").at(-1) ?? "";
const addUser = async (idp = directory.idp) => (await idp.post("/Users", { userName: unique("bulk") })).body;
const membersOf = async (group: string) =>
  ((await directory.idp.get(`/Groups/${group}`)).body.members as JsonObject[]).map(({ value }) => value);

/** What there is, without log, uses of tokens and what the background writes. */
async function state(): Promise<unknown> {
  const [users, groups, events, members] = await Promise.all(
    ["directory_user", "directory_group", "event", "member"].map((table) =>
      database.sql.query(`select to_jsonb(t) - 'position' as row from ${table} t order by 1`),
    ),
  );
  return [users, groups, events, members];
}

/** Fails if anything changes. */
async function unchanged<Value>(work: () => Promise<Value>): Promise<Value> {
  const before = await state();
  const result = await work();
  expect(await state()).toEqual(before);
  return result;
}

describe("operations of one request", () => {
  test("are done in turn, each answered with status, location and version in the order they were sent", async () => {
    const existing = await addUser();
    const [first, last] = [newUser(), newGroup([String(existing.id)])];
    const replaced = await addUser();
    const gone = await addUser();
    const operations = [
      first,
      { method: "PUT", path: `/Users/${replaced.id}`, data: { userName: unique("put"), title: "New" } },
      { method: "PATCH", path: `/Users/${existing.id}`, data: patchBody([{ op: "add", path: "title", value: "x" }]) },
      { method: "DELETE", path: `/Users/${gone.id}` },
      last,
    ];
    const { results, statuses } = await bulk(operations);
    expect(statuses).toEqual([201, 200, 200, 204, 201]);
    expect(results.map(({ method }) => method)).toEqual(["POST", "PUT", "PATCH", "DELETE", "POST"]);
    expect(results.map(({ bulkId }) => bulkId)).toEqual([first.bulkId, undefined, undefined, undefined, last.bulkId]);
    expect(results.map(({ version }) => version)).toEqual(['W/"1"', 'W/"2"', 'W/"2"', undefined, 'W/"1"']);
    expect(results.every(({ response }) => response === undefined)).toBe(true);
    for (const [n, result] of results.entries()) {
      expect(result.location).toMatch(/^https:\/\/rollcall\.test\/scim\/v2\/(Users|Groups)\/[0-9a-f-]{36}$/);
      const read = await directory.idp.get(new URL(String(result.location)).pathname.replace("/scim/v2", ""));
      expect(read.status).toBe(n === 3 ? 404 : 200);
    }
    expect(await membersOf(idOf(results[4] as Result))).toEqual([existing.id]);
  });

  test("may refer to what other operations create, before or after them, in members, paths and $refs", async () => {
    const [ada, bob] = [newUser({ userName: unique("ada") }), newUser({ userName: unique("bob") })];
    const inner = newGroup([`bulkId:${bob.bulkId}`]);
    const outer = newGroup([`bulkId:${ada.bulkId}`, `bulkId:${inner.bulkId}`]);
    const { results, statuses } = await bulk([
      outer,
      {
        method: "PATCH",
        path: `/Users/bulkId:${ada.bulkId}`,
        data: patchBody([{ op: "add", path: "title", value: "Boss" }]),
      },
      inner,
      ada,
      bob,
      {
        method: "PATCH",
        path: `/Groups/bulkId:${inner.bulkId}`,
        data: patchBody([{ op: "add", path: "members", value: [{ value: `bulkId:${ada.bulkId}` }] }]),
      },
    ]);
    expect(statuses).toEqual([201, 200, 201, 201, 201, 200]);
    const [outerId, , innerId, adaId, bobId] = results.map(idOf);
    expect((await membersOf(outerId ?? "")).sort()).toEqual([adaId, innerId].sort());
    expect((await membersOf(innerId ?? "")).sort()).toEqual([adaId, bobId].sort());
    expect((await directory.idp.get(`/Users/${adaId}`)).body.title).toBe("Boss");
    const waiting = await database.sql.query("select from waiting_member where value like 'bulkId:%'");
    expect(waiting).toEqual([]);
  });

  test("are held to the version they name: 412 for one, and the others are done", async () => {
    const { id } = await addUser();
    const patch = (title: string, version: string) => ({
      method: "PATCH",
      path: `/Users/${id}`,
      version,
      data: patchBody([{ op: "replace", path: "title", value: title }]),
    });
    const { statuses, results } = await bulk([patch("a", 'W/"1"'), patch("b", 'W/"1"'), patch("c", 'W/"2"')]);
    expect(statuses).toEqual([200, 412, 200]);
    expect(results[1]).toMatchObject({ location: `https://rollcall.test/scim/v2/Users/${id}` });
    expect((await directory.idp.get(`/Users/${id}`)).body.title).toBe("c");
  });

  test("on the same resource never overtake each other", async () => {
    const { id } = await addUser();
    const titles = Array.from({ length: 20 }, (_, n) => `title ${n}`);
    const { statuses } = await bulk(
      titles.map((value) => ({
        method: "PATCH",
        path: `/Users/${id}`,
        data: patchBody([{ op: "replace", path: "title", value }]),
      })),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect((await directory.idp.get(`/Users/${id}`)).body).toMatchObject({ title: "title 19" });
  });

  test("stay within the directory: another one's ids are as unknown as anybody's, B4", async () => {
    const other = await addDirectory(services, { organizationId: directory.organizationId });
    const theirs = await addUser(other.idp);
    const group = newGroup([String(theirs.id)], { members: [{ $ref: theirs.meta as never, value: theirs.id }] });
    const { statuses } = await bulk([
      { method: "DELETE", path: `/Users/${theirs.id}` },
      { method: "PUT", path: `/Users/${theirs.id}`, data: { userName: "taken-over" } },
      { method: "PATCH", path: `/Users/${v7()}`, data: patchBody([{ op: "add", path: "title", value: "x" }]) },
      { ...group, bulkId: String(theirs.id) },
    ]);
    expect(statuses).toEqual([404, 404, 404, 201]);
    expect((await other.idp.get(`/Users/${theirs.id}`)).body).toEqual({ ...theirs, groups: [] });
  });

  test("need their own scopes: 403 for those the token may not do, the others are done", async () => {
    const scopes: Scope[] = ["post:users", "patch:groups"];
    const { token } = await issueToken(operator(services), directory.directoryId, { name: "Scoped", scopes });
    const { id } = await addUser();
    const { results, statuses } = await bulk(
      [newUser(), newGroup([]), { method: "DELETE", path: `/Users/${id}` }],
      {},
      scimClient(token),
    );
    expect(statuses).toEqual([201, 403, 403]);
    expect(results.map(({ response }) => (response as JsonObject | undefined)?.detail)).toEqual([
      undefined,
      expect.stringContaining("post:groups"),
      expect.stringContaining("delete:users"),
    ]);
    expect((await directory.idp.get(`/Users/${id}`)).status).toBe(200);
  });
});

describe("in the log", () => {
  test("each operation has its own entry with its own sentence, all under the request's id", async () => {
    const other = await addDirectory(services);
    const kept = (await other.idp.post("/Users", { userName: "kept", title: "same" })).body;
    const { statuses, requestId } = await bulk(
      [
        newUser({ displayName: "Ada" }),
        newUser({ userName: "KEPT" }),
        { method: "TRACE", path: "/Users" },
        { method: "DELETE", path: `/Users/${v7()}` },
        { method: "PUT", path: `/Users/${kept.id}`, data: { userName: "kept", title: "same" } },
      ],
      {},
      other.idp,
    );
    expect(statuses).toEqual([201, 409, 400, 404, 200]);
    await services.activity.flush();
    const ctx = operator(services);
    const entries = (await listLog(ctx, other.directoryId, {})).data.filter((entry) => entry.requestId === requestId);
    const said = entries.map(({ outcome, status, method, path, sentence }) => ({
      outcome,
      status,
      method,
      path,
      sentence,
    }));
    expect(said).toHaveLength(6);
    const one = (status: number, outcome: string) =>
      said.find((entry) => entry.status === status && entry.outcome === outcome);
    expect(one(201, "changed")).toMatchObject({ method: "POST", path: "/scim/v2/Bulk/Users" });
    expect(one(201, "changed")?.sentence).toContain("created Ada");
    expect(one(409, "refused")?.sentence).toMatch(/answered 409 to operation 2: .*userName "KEPT"/);
    expect(one(400, "refused")?.sentence).toMatch(/answered 400 to operation 3: The method/);
    expect(one(404, "refused")?.sentence).toMatch(/answered 404 to operation 4: There is no user/);
    expect(one(404, "refused")?.path).toMatch(/^\/scim\/v2\/Bulk\/Users\/[0-9a-f-]{36}$/);
    expect(said.some(({ sentence }) => sentence.includes("sent kept again: nothing changed"))).toBe(true);
    expect(said.some(({ sentence }) => sentence.endsWith("5 operations in one request: 2 done, 3 refused."))).toBe(
      true,
    );
    const conflict = entries.find(({ status }) => status === 409);
    const detail = await revealLogEntry(ctx, other.directoryId, conflict?.id ?? "");
    expect(detail.request.body).toMatchObject({ userName: "KEPT" });
  });
});

describe("attack rows", () => {
  test("F1: one operation more than announced is a 413, and nothing is done; as many as announced are taken", async () => {
    const operations = Array.from({ length: BULK_LIMITS.maxOperations + 1 }, () => newUser());
    expectError(await unchanged(() => directory.idp.post("/Bulk", { schemas: [URN], Operations: operations })), 413);
    const { statuses } = await bulk(
      Array.from({ length: BULK_LIMITS.maxOperations }, () => ({ method: "DELETE", path: "/Users/nobody" })),
    );
    expect(statuses).toHaveLength(BULK_LIMITS.maxOperations);
  });

  test("F2: a body larger than announced is a 413, with or without Content-Length, and nothing is done", async () => {
    const padding = "x".repeat(BULK_LIMITS.maxPayloadSize);
    const body = JSON.stringify({ schemas: [URN], Operations: [newUser({ title: padding })] });
    expectError(await unchanged(() => directory.idp.post("/Bulk", body)), 413);
    const headers = { authorization: `Bearer ${directory.token}`, "content-type": "application/scim+json" };
    const stream = new Blob([body]).stream();
    const init = { method: "POST", headers, body: stream, duplex: "half" } as RequestInit;
    const reply = await unchanged(() => answerScim(new Request("http://rollcall.test/scim/v2/Bulk", init)));
    expect(reply.status).toBe(413);
    const announced = { ...headers, "content-length": String(BULK_LIMITS.maxPayloadSize + 1) };
    const pull = vi.fn();
    const unread = new ReadableStream({ pull }, { highWaterMark: 0 });
    const early = { method: "POST", headers: announced, body: unread, duplex: "half" } as RequestInit;
    expect((await answerScim(new Request("http://rollcall.test/scim/v2/Bulk", early))).status).toBe(413);
    expect(pull).not.toHaveBeenCalled();
  });

  const ten = () =>
    Array.from({ length: 10 }, (_, n) =>
      n === 3 ? newUser({ userName: "" }) : n === 6 ? newUser({ active: "perhaps" }) : newUser(),
    );

  test("F3: with failOnErrors 1 the first error is the last that is run", async () => {
    const operations = ten();
    const { results, statuses } = await bulk(operations, { failOnErrors: 1 });
    expect(statuses).toEqual([201, 201, 201, 400]);
    expect(results.map(({ bulkId }) => bulkId)).toEqual(operations.slice(0, 4).map(({ bulkId }) => bulkId));
    for (const [n, { data }] of operations.entries()) {
      if (n === 3) continue;
      const filter = encodeURIComponent(`userName eq "${data.userName}"`);
      expect((await directory.idp.get(`/Users?filter=${filter}`)).body.totalResults).toBe(n < 3 ? 1 : 0);
    }
    const twice = await bulk(ten(), { failOnErrors: 2 });
    expect(twice.statuses).toEqual([201, 201, 201, 400, 201, 201, 400]);
  });

  test("F4: without failOnErrors eight are done and two answered with their own errors", async () => {
    const { results, statuses } = await bulk(ten());
    expect(statuses).toEqual([201, 201, 201, 400, 201, 201, 400, 201, 201, 201]);
    for (const n of [3, 6]) {
      expect(results[n]?.response).toMatchObject({
        schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
        status: "400",
        scimType: "invalidValue",
      });
      expect(results[n]?.location).toBeUndefined();
    }
    const partly = newUser({ emails: [{ value: "fine@x.example" }, { value: 5 }] });
    await unchanged(() => bulk([partly]));
  });

  test.each<[string, number[], () => unknown[]]>([
    ["itself", [409], () => [{ ...newGroup(["bulkId:self"]), bulkId: "self" }]],
    [
      "each other in a circle",
      [409, 409],
      () => [
        { ...newGroup(["bulkId:b"]), bulkId: "a" },
        { ...newGroup(["bulkId:a"]), bulkId: "b" },
      ],
    ],
    ["nobody", [400], () => [newGroup(["bulkId:nobody"])]],
    ["__proto__", [400], () => [newGroup(["bulkId:__proto__"])]],
    ["constructor", [400], () => [newGroup(["bulkId:constructor"])]],
    [
      "one of two with the same bulkId",
      [400, 400],
      () => [
        { ...newUser(), bulkId: "same" },
        { ...newUser(), bulkId: "same" },
      ],
    ],
    [
      "one that is refused",
      [400, 400],
      () => [newGroup(["bulkId:bad"]), { ...newUser({ userName: "" }), bulkId: "bad" }],
    ],
  ])("F5: operations that refer to %s are refused with %j, and do nothing", async (_, expected, operations) => {
    const { statuses } = await unchanged(() => bulk(operations()));
    expect(statuses).toEqual(expected);
    expect(({} as JsonObject).polluted).toBeUndefined();
  });

  test.each([
    "/Bulk",
    "/.search",
    "/Users/.search",
    "/../admin",
    "/Users/../Groups",
    "/Users/%2e%2e",
    "http://evil.example/Users",
    "https://rollcall.test/scim/v2/Users",
    "//evil.example/Users",
    "/Me",
    "/ServiceProviderConfig",
    "/Users?x=1",
    "",
    "/",
    "\\Users",
  ])("F6: the path %j is a 400 of that operation, and nobody is called", async (path) => {
    const fetched = vi.spyOn(globalThis, "fetch");
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const { results } = await unchanged(() => bulk([{ method, path, bulkId: "x", data: { userName: "x" } }]));
      expect(results[0]).toMatchObject({ status: "400", response: { scimType: "invalidPath" } });
    }
    expect(fetched).not.toHaveBeenCalled();
    fetched.mockRestore();
  });

  test.each<[string, unknown]>([
    ["TRACE", { method: "TRACE", path: "/Users", data: {} }],
    ["GET", { method: "GET", path: "/Users" }],
    ["post in lower case", { method: "post", path: "/Users", bulkId: "x", data: { userName: "x" } }],
    ["no method", { path: "/Users", data: { userName: "x" } }],
    ["no data", { method: "POST", path: "/Users", bulkId: "x" }],
    ["data that is a list", { method: "POST", path: "/Users", bulkId: "x", data: [] }],
    ["a bulkId that is no text", { method: "POST", path: "/Users", bulkId: 5, data: { userName: "x" } }],
    ["no object", "POST /Users"],
    ["null", null],
  ])("F7: an operation with %s is a 400 of its own, and the next one is done", async (_, operation) => {
    const { statuses, results } = await bulk([operation, newUser()]);
    expect(statuses).toEqual([400, 201]);
    expect(results[0]?.response).toMatchObject({ status: "400", detail: expect.stringMatching(/\S/) });
  });

  test("F8: the same request again does nothing twice and says of each operation what is there already", async () => {
    const operations = [...Array.from({ length: 5 }, () => newUser()), newGroup([])];
    await bulk(operations);
    const { statuses } = await unchanged(() => bulk(operations));
    expect(statuses).toEqual([409, 409, 409, 409, 409, 409]);
  });

  test("F9: what is announced is what is offered", async () => {
    const { body } = await directory.idp.get("/ServiceProviderConfig");
    expect(body.bulk).toEqual({ supported: true, ...BULK_LIMITS });
    expect((await bulk([])).statuses).toEqual([]);
  });

  test.each<[string, unknown]>([
    ["no operations", { schemas: [URN] }],
    ["operations that are no list", { schemas: [URN], Operations: {} }],
    ["failOnErrors 0", { schemas: [URN], failOnErrors: 0, Operations: [] }],
    ["failOnErrors that is text", { schemas: [URN], failOnErrors: "1", Operations: [] }],
  ])("a request with %s is a 400", async (_, body) => {
    expectError(await unchanged(() => directory.idp.post("/Bulk", body)), 400);
  });

  test("a password in an operation is nowhere to be found afterwards", async () => {
    const PASSWORD = "Bulk-tr0ub4dor-and-3";
    const { id } = await addUser();
    await bulk([
      newUser({ password: PASSWORD }),
      newUser({ userName: "", password: PASSWORD }),
      { method: "PATCH", path: `/Users/${id}`, data: patchBody([{ op: "add", path: "password", value: PASSWORD }]) },
    ]);
    await services.activity.flush();
    expect(await dumpDatabase(database)).not.toContain(PASSWORD);
  });

  test("without a token it is a 401 before anything is read", async () => {
    expectError(await askScim("POST", "/Bulk", { body: "{broken" }), 401);
  });
});
