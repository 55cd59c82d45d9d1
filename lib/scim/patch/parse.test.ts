import { describe, expect, test } from "vitest";
import { ScimError } from "../error.ts";
import type { JsonObject, JsonValue } from "../resource.ts";
import { PATCH_OP_URN } from "../schema/resource-types.ts";
import { MAX_PATCH_OPERATIONS, parsePatch } from "./parse.ts";

function read(body: JsonObject) {
  const notes: string[] = [];
  return { operations: parsePatch(body, (deviation) => notes.push(deviation)), notes };
}

const patch = (...Operations: JsonValue[]): JsonObject => ({ schemas: [PATCH_OP_URN], Operations });

function refusal(body: JsonObject): ScimError {
  try {
    parsePatch(body, () => {});
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error("accepted");
}

test("operations are read in order, and nothing is noted about a request that follows the RFC", () => {
  const { operations, notes } = read(
    patch(
      { op: "add", path: "title", value: "a" },
      { op: "remove", path: "title" },
      { op: "replace", value: { title: "b" } },
    ),
  );
  expect(operations).toEqual([
    { op: "add", path: "title", value: "a" },
    { op: "remove", path: "title" },
    { op: "replace", value: { title: "b" } },
  ]);
  expect(notes).toEqual([]);
});

describe("what identity providers send instead is read and noted", () => {
  test.each(["Add", "ADD", "Replace", "Remove"])("EN-11 op %s in another letter case", (op) => {
    const { operations, notes } = read(patch({ op, path: "title", value: "a" }));
    expect(operations[0]?.op).toBe(op.toLowerCase());
    expect(notes).toEqual(["operation-case"]);
  });

  test.each([undefined, null, [], ["urn:scim:schemas:core:1.0"]])("OL-05 schemas %j", (schemas) => {
    const body: JsonObject = { ...(schemas !== undefined && { schemas }), Operations: [] };
    expect(read(body)).toEqual({ operations: [], notes: ["patch-without-schemas"] });
  });

  test("names of the message's own members in any letter case", () => {
    expect(read({ SCHEMAS: [PATCH_OP_URN], operations: [{ OP: "add", Path: "title", VALUE: "a" }] })).toEqual({
      operations: [{ op: "add", path: "title", value: "a" }],
      notes: [],
    });
  });

  test("KC-04 an object of attributes as JSON text", () => {
    expect(read(patch({ op: "replace", value: '{"displayName":"EPD"}' }))).toEqual({
      operations: [{ op: "replace", value: { displayName: "EPD" } }],
      notes: ["patch-value-as-text"],
    });
  });

  test("OT-02 no operations at all", () => {
    expect(read(patch()).operations).toEqual([]);
  });

  test("an empty or null path means none", () => {
    for (const path of ["", null]) {
      expect(read(patch({ op: "add", path, value: {} })).operations).toEqual([{ op: "add", value: {} }]);
    }
  });

  test("KC-03 a remove with the value null keeps that null", () => {
    expect(read(patch({ op: "remove", path: "members", value: null })).operations[0]).toHaveProperty("value", null);
  });
});

describe("what is no PATCH is refused", () => {
  test.each([
    ["Operations missing", {}, "invalidSyntax"],
    ["Operations an object", { Operations: {} }, "invalidSyntax"],
    ["Operations null", { Operations: null }, "invalidSyntax"],
    ["an operation that is text", patch("add"), "invalidSyntax"],
    ["an operation that is null", patch(null), "invalidSyntax"],
    ["op missing", patch({ path: "title", value: "a" }), "invalidValue"],
    ["op move", patch({ op: "move", path: "title", value: "a" }), "invalidValue"],
    ["op a list", patch({ op: ["add"], path: "title", value: "a" }), "invalidValue"],
    ["a path that is a number", patch({ op: "add", path: 1, value: "a" }), "invalidPath"],
    ["a remove without path", patch({ op: "remove" }), "noTarget"],
    ["a remove with a value alone", patch({ op: "remove", value: { title: "a" } }), "noTarget"],
    ["an add without value", patch({ op: "add", path: "title" }), "invalidValue"],
    ["a replace without value", patch({ op: "replace", path: "title" }), "invalidValue"],
    ["plain text without path", patch({ op: "replace", value: "x" }), "invalidValue"],
    ["a list without path", patch({ op: "replace", value: [{ title: "a" }] }), "invalidValue"],
    ["broken JSON text", patch({ op: "replace", value: '{"a":' }), "invalidSyntax"],
    [
      "JSON text nested too deep",
      patch({ op: "replace", value: `{"a":${"[".repeat(500)}${"]".repeat(500)}}` }),
      "invalidSyntax",
    ],
  ] as [string, JsonObject, string][])("%s", (_, body, scimType) => {
    expect(refusal(body)).toMatchObject({ status: 400, scimType });
  });

  test("1,000 operations are read, one more is refused as tooMany", () => {
    const many = (count: number) =>
      patch(...Array.from({ length: count }, () => ({ op: "add", path: "title", value: "a" })));
    expect(read(many(MAX_PATCH_OPERATIONS)).operations).toHaveLength(1_000);
    expect(refusal(many(MAX_PATCH_OPERATIONS + 1))).toMatchObject({ status: 400, scimType: "tooMany" });
  });
});
