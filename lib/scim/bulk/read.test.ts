import { describe, expect, test } from "vitest";
import { ScimError } from "../error.ts";
import type { JsonObject, JsonValue } from "../resource.ts";
import { BULK_REQUEST_URN } from "../schema/resource-types.ts";
import { isRefused } from "./operation.ts";
import { type BulkRequest, readBulk } from "./read.ts";

const schemas = [BULK_REQUEST_URN];
const data = { userName: "ada" };

function read(operations: JsonValue, others: JsonObject = {}, maxOperations = 1_000) {
  const notes: string[] = [];
  const body = { schemas, Operations: operations, ...others };
  const request: BulkRequest = readBulk(body, { maxOperations }, (deviation) => notes.push(deviation));
  return { ...request, notes };
}

function readOne(operation: JsonValue) {
  const [item] = read([operation]).operations;
  if (!item) throw new Error("lost");
  return item;
}

describe("readBulk", () => {
  test("reads the operations of RFC 7644 §3.7.3", () => {
    const { operations, failOnErrors, notes } = read(
      [
        { method: "POST", path: "/Users", bulkId: "qwerty", data },
        { method: "PUT", path: "/Users/b7c1", version: 'W/"3"', data },
        { method: "PATCH", path: "Groups/bulkId:x/", data },
        { method: "DELETE", path: "/users/e902", data: { ignored: 1 } },
      ],
      { failOnErrors: 1 },
    );
    expect(failOnErrors).toBe(1);
    expect(notes).toEqual([]);
    expect(operations).toEqual([
      { index: 0, method: "POST", endpoint: "Users", bulkId: "qwerty", data },
      { index: 1, method: "PUT", endpoint: "Users", id: "b7c1", version: 'W/"3"', data },
      { index: 2, method: "PATCH", endpoint: "Groups", id: "bulkId:x", data },
      { index: 3, method: "DELETE", endpoint: "Users", id: "e902" },
    ]);
  });

  test("names are taken in any letter case, what is missing and does no harm is noted", () => {
    const body = { OPERATIONS: [{ Method: "POST", PATH: "/Groups", Data: { displayName: "a" } }] };
    const notes: string[] = [];
    const { operations, failOnErrors } = readBulk(body, { maxOperations: 1 }, (deviation) => notes.push(deviation));
    expect(operations).toMatchObject([{ method: "POST", endpoint: "Groups" }]);
    expect(failOnErrors).toBeUndefined();
    expect(notes).toEqual(["missing-schemas", "bulk-post-without-bulk-id"]);
  });

  test("no operations at all are none", () => expect(read([]).operations).toEqual([]));

  test.each<[JsonObject, string]>([
    [{}, "invalidSyntax"],
    [{ Operations: null }, "invalidSyntax"],
    [{ Operations: {} }, "invalidSyntax"],
    [{ Operations: [], failOnErrors: 0 }, "invalidValue"],
    [{ Operations: [], failOnErrors: -1 }, "invalidValue"],
    [{ Operations: [], failOnErrors: 1.5 }, "invalidValue"],
    [{ Operations: [], failOnErrors: "1" }, "invalidValue"],
  ])("%j as a whole is %s", (body, scimType) => {
    expect(() => readBulk(body, { maxOperations: 9 }, () => {})).toThrow(
      expect.objectContaining({ status: 400, scimType }),
    );
  });
});

test("attack F1 one operation more than advertised is 413 and says how many there may be", () => {
  const operations = Array.from({ length: 4 }, () => ({ method: "DELETE", path: "/Users/1" }));
  expect(read(operations, {}, 4).operations).toHaveLength(4);
  expect(() => read(operations, {}, 3)).toThrow(expect.objectContaining({ status: 413 }));
  expect(() => read(operations, {}, 3)).toThrow("3 operations (maxOperations)");
});

test.each([
  "/Bulk",
  "/.search",
  "/Me",
  "/Schemas/x",
  "/../admin",
  "/Users/..",
  "/Users/%2e%2e",
  "/Users/1/../2",
  "https://evil.example/Users",
  "//evil/Users",
  "//Users",
  "/Users/1?x=1",
  "/Users/1#x",
  "/Users\\1",
  "/Users/%",
  "/Users/a%5",
  "/scim/v2/Users",
  "/__proto__",
  "",
  "/",
])("attack F6 the path %j is invalidPath for that operation", (path) => {
  expect(readOne({ method: "PUT", path, data })).toMatchObject({ error: { status: 400, scimType: "invalidPath" } });
});

test.each<[string, JsonValue, string]>([
  ["a foreign method", { method: "TRACE", path: "/Users", data }, "invalidValue"],
  ["a method in lower case", { method: "post", path: "/Users", bulkId: "a", data }, "invalidValue"],
  ["no method", { path: "/Users", data }, "invalidValue"],
  ["a POST without data", { method: "POST", path: "/Users", bulkId: "a" }, "invalidValue"],
  ["data that is text", { method: "PATCH", path: "/Users/1", data: "{}" }, "invalidValue"],
  ["data that is a list", { method: "PUT", path: "/Users/1", data: [] }, "invalidValue"],
  ["no path", { method: "DELETE" }, "invalidPath"],
  ["a path that is no text", { method: "DELETE", path: ["/Users/1"] }, "invalidPath"],
  ["a POST to one user", { method: "POST", path: "/Users/1", bulkId: "a", data }, "invalidPath"],
  ["a DELETE of all users", { method: "DELETE", path: "/Users" }, "invalidPath"],
  ["a bulkId that is no text", { method: "POST", path: "/Users", bulkId: 1, data }, "invalidValue"],
  ["an empty bulkId", { method: "POST", path: "/Users", bulkId: "", data }, "invalidValue"],
  ["an endless bulkId", { method: "POST", path: "/Users", bulkId: "a".repeat(257), data }, "invalidValue"],
  ["a version that is no text", { method: "DELETE", path: "/Users/1", version: 3 }, "invalidValue"],
  ["text", "DELETE /Users/1", "invalidSyntax"],
  ["null", null, "invalidSyntax"],
  ["a list", [], "invalidSyntax"],
])("attack F7 %s is 400 for that operation and leaves the others alone", (_, operation, scimType) => {
  const { operations } = read([operation, { method: "DELETE", path: "/Users/1" }]);
  const [refused, other] = operations;
  expect(refused).toMatchObject({ index: 0, error: { status: 400, scimType } });
  expect(refused && isRefused(refused) && refused.error).toBeInstanceOf(ScimError);
  expect(other).toEqual({ index: 1, method: "DELETE", endpoint: "Users", id: "1" });
});

test("a refused operation keeps what its answer has to repeat", () => {
  expect(readOne({ method: "PATCH", path: "/Users/1", bulkId: "b", version: 'W/"1"' })).toMatchObject({
    method: "PATCH",
    endpoint: "Users",
    id: "1",
    bulkId: "b",
    version: 'W/"1"',
  });
});
