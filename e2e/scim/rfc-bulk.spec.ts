import { BULK, expect, expectDone, expectError, GROUP, NO_ID, PATCH_OP, speaking, USER, type Wire } from "./wire.ts";

// RFC 7644 §3.7: many operations in one request.
const test = speaking({ provider: "generic" });

type Operation = { method: string; path: string; bulkId?: string; version?: string; data?: unknown };
type Result = {
  method: string;
  status: string;
  location?: string;
  bulkId?: string;
  version?: string;
  response?: object;
};

async function bulk(scim: Wire, Operations: unknown[], more: object = {}): Promise<Result[]> {
  const body = expectDone(await scim.post("/Bulk", { schemas: [BULK], Operations, ...more }));
  expect(body.schemas).toEqual(["urn:ietf:params:scim:api:messages:2.0:BulkResponse"]);
  return body.Operations;
}

const createUser = (userName: string, bulkId = userName): Operation => ({
  method: "POST",
  path: "/Users",
  bulkId,
  data: { schemas: [USER], userName },
});
const createGroup = (displayName: string, members: string[]): Operation => ({
  method: "POST",
  path: "/Groups",
  bulkId: displayName,
  data: { schemas: [GROUP], displayName, members: members.map((value) => ({ value })) },
});
const idOf = ({ location = "" }: Result) => location.slice(location.lastIndexOf("/") + 1);
const statuses = (results: Result[]) => results.map(({ status }) => status).join(" ");

test("RFC 7644 §3.7: POST, PUT, PATCH and DELETE are each answered with status, location and version", async ({
  scim,
}) => {
  const [put = "", patch = "", gone = ""] = await scim.users("put", "patch", "gone");
  const results = await bulk(scim, [
    createUser("Alice", "qwerty"),
    { method: "PUT", path: `/Users/${put}`, data: { schemas: [USER], userName: "Bob" } },
    {
      method: "PATCH",
      path: `/Users/${patch}`,
      data: { schemas: [PATCH_OP], Operations: [{ op: "add", path: "nickName", value: "Dave" }] },
    },
    { method: "DELETE", path: `/Users/${gone}` },
  ]);
  expect(statuses(results)).toBe("201 200 200 204");
  expect(results[0]).toMatchObject({ method: "POST", bulkId: "qwerty" });
  for (const { location } of results) expect(location).toMatch(new RegExp(`^${scim.base}/Users/`));
  for (const { location = "", version } of results.slice(0, 3)) {
    expect((await scim.read(location.slice(scim.base.length))).meta.version).toBe(version);
  }
  expect(await scim.names("userName pr")).toEqual(["Alice", "Bob", "patch"]);
});

test("RFC 7644 §3.7.2: bulkId stands for what another operation creates, before or after it", async ({ scim }) => {
  const results = await bulk(scim, [
    createGroup("Tour Guides", ["bulkId:Alice", "bulkId:Bob"]),
    createUser("Alice"),
    createUser("Bob"),
    { method: "PUT", path: "/Users/bulkId:Bob", data: { schemas: [USER], userName: "Robert" } },
  ]);
  expect(statuses(results)).toBe("201 201 201 200");
  const [group, alice, bob] = results.map(idOf);
  expect(await scim.members(group ?? "")).toEqual([alice, bob].sort());
  expect(await scim.read(`/Users/${bob}`)).toMatchObject({ userName: "Robert", groups: [{ value: group }] });
});

test("RFC 7644 §3.7.1: references that go round in a circle are 409, and the rest is done", async ({ scim }) => {
  const results = await bulk(scim, [
    createGroup("A", ["bulkId:B"]),
    createGroup("B", ["bulkId:A"]),
    createUser("outside"),
  ]);
  expect(statuses(results)).toBe("409 409 201");
  expect((await scim.list("/Groups")).totalResults).toBe(0);
});

test("RFC 7644 §3.7.2: a bulkId that nobody bears, or two bear, is refused in the operations it is in", async ({
  scim,
}) => {
  const results = await bulk(scim, [createGroup("G", ["bulkId:nobody"]), createUser("a", "x"), createUser("b", "x")]);
  expect(statuses(results)).toBe("400 400 400");
});

test("RFC 7644 §3.7.3: a failure is told with the error, and stops the rest only as failOnErrors says", async ({
  scim,
}) => {
  await scim.user("taken");
  const operations = [
    createUser("taken", "1"),
    createUser("free", "2"),
    createUser("TAKEN", "3"),
    createUser("late", "4"),
  ];
  const stopped = await bulk(scim, operations, { failOnErrors: 1 });
  expect(statuses(stopped)).toBe("409");
  expect(stopped[0]).toMatchObject({ bulkId: "1", response: { status: "409", scimType: "uniqueness" } });
  expect(stopped[0]).not.toHaveProperty("location");
  const tolerant = await bulk(scim, operations, { failOnErrors: 2 });
  expect(statuses(tolerant)).toBe("409 201 409");
  expect(await scim.names("userName pr")).toEqual(["free", "taken"]);
  expect(statuses(await bulk(scim, [createUser("taken", "1"), createUser("late", "2")]))).toBe("409 201");
});

test("RFC 7644 §3.7: what an operation refers to must be there, in the version it names", async ({ scim }) => {
  const { id, meta } = await scim.user("versioned");
  const put = { schemas: [USER], userName: "versioned", title: "T" };
  const results = await bulk(scim, [
    { method: "PUT", path: `/Users/${NO_ID}`, data: put },
    { method: "PUT", path: `/Users/${id}`, version: 'W/"999"', data: put },
    { method: "PUT", path: `/Users/${id}`, version: meta.version, data: put },
    { method: "DELETE", path: `/Users/${id}`, version: meta.version },
  ]);
  expect(statuses(results)).toBe("404 412 200 412");
  expect(results[0]?.location).toBe(`${scim.base}/Users/${NO_ID}`);
});

test("RFC 7644 §3.7: operations that are none are refused one by one", async ({ scim }) => {
  const results = await bulk(scim, [
    { method: "GET", path: "/Users" },
    { method: "POST", path: "/Schemas", bulkId: "s", data: {} },
    { method: "POST", path: "https://elsewhere.test/Users", bulkId: "e", data: { userName: "e" } },
    { method: "PUT", path: "/Users", data: { userName: "p" } },
    { method: "POST", path: "/Users", bulkId: "d" },
    "text",
    createUser("fine"),
  ]);
  expect(statuses(results)).toBe("400 400 400 400 400 400 201");
});

test("RFC 7644 §3.7.4: more operations than advertised are 413, and nothing of them is done", async ({ scim }) => {
  const { bulk: limits } = await scim.read("/ServiceProviderConfig");
  const Operations = Array.from({ length: limits.maxOperations + 1 }, (_, index) => createUser(`many-${index}`));
  expectError(await scim.post("/Bulk", { schemas: [BULK], Operations }), 413);
  const padding = "x".repeat(limits.maxPayloadSize);
  expectError(await scim.post("/Bulk", { schemas: [BULK], Operations: [], padding }), 413);
  expect((await scim.list("/Users")).totalResults).toBe(0);
});

test("RFC 7644 §3.7: a body that is no bulk request is 400", async ({ scim }) => {
  expectError(await scim.post("/Bulk", { schemas: [BULK] }), 400, "invalidSyntax");
  expectError(await scim.post("/Bulk", { schemas: [BULK], Operations: {} }), 400, "invalidSyntax");
  expectError(await scim.post("/Bulk", { schemas: [BULK], Operations: [], failOnErrors: 0 }), 400, "invalidValue");
});
