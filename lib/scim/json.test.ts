import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ScimError } from "./error.ts";
import { parseJson } from "./json.ts";

function failureOf(text: string): ScimError {
  try {
    parseJson(text);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text.slice(0, 80)}`);
}

const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

describe("parseJson", () => {
  test("reads every JSON object exactly as JSON.parse does", () => {
    const distinct = (value: unknown): boolean => {
      if (typeof value !== "object" || value === null) return true;
      const keys = Array.isArray(value) ? [] : Object.keys(value).map((key) => key.toLowerCase());
      return new Set(keys).size === keys.length && Object.values(value).every(distinct);
    };
    const object = fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue()).filter(distinct);
    fc.assert(
      fc.property(object, fc.constantFrom(undefined, 1, "\t"), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test("refuses every text that JSON.parse refuses, as invalidSyntax and never as another failure", () => {
    const piece = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ":",
      ",",
      '"a"',
      '"b"',
      "1",
      "-",
      "true",
      "nul",
      "\\",
      '"',
      " ",
      "\n",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = `{"k":${pieces.join("")}}`;
        try {
          JSON.parse(text);
        } catch {
          expect(failureOf(text).scimType).toBe("invalidSyntax");
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    "",
    "  ",
    "null",
    "[]",
    '"x"',
    "42",
    "{}{}",
    '{"a":1,}',
    '{"a":[1,]}',
    "{'a':1}",
    '{"a":01}',
    '{"a":"\t"}',
  ])("refuses %j as a body", (text) =>
    expect(failureOf(text)).toMatchObject({ status: 400, scimType: "invalidSyntax" }),
  );

  test("refuses a byte order mark", () => {
    expect(failureOf('\uFEFF{"a":1}').message).toContain("byte order mark");
  });

  test("says where the text goes wrong, and repeats none of it", () => {
    const { message } = failureOf('{\n  "password": "t1meMa$heen",\n  "active": yes\n}');
    expect(message).toBe("The body is not valid JSON at line 3, column 13: a value is due here.");
  });

  test.each([
    ["the same", '{"userName":"a","userName":"b"}'],
    ["another letter case", '{"userName":"a","USERNAME":"b"}'],
    ["an escaped spelling", '{"userName":"a","user\\u004eame":"b"}'],
    ["a nested object", '{"name":{"givenName":"a","givenname":"b"}}'],
  ])("refuses a name that occurs twice in one object, in %s", (_, text) => {
    expect(failureOf(text).message).toContain("occurs twice");
  });

  test("takes the same name in different objects", () => {
    expect(parseJson('{"emails":[{"value":"a"},{"value":"b"}],"value":"c"}')).toEqual({
      emails: [{ value: "a" }, { value: "b" }],
      value: "c",
    });
  });

  test("takes 40 levels and refuses 41, without looking at brackets in text", () => {
    expect(() => parseJson(nested(40))).not.toThrow();
    expect(failureOf(nested(41)).message).toContain("nested");
    expect(failureOf(`{"a":${"[".repeat(200_000)}`).message).toContain("nested");
    expect(parseJson(`{"a":"${"[{".repeat(100)}"}`)).toEqual({ a: "[{".repeat(100) });
  });

  test("reads a text of a megabyte and refuses a number of ten thousand digits", () => {
    const text = "x".repeat(1_048_576);
    expect(parseJson(JSON.stringify({ text })).text).toBe(text);
    expect(failureOf(`{"a":${"9".repeat(10_000)}}`).scimType).toBe("invalidSyntax");
  });

  test("makes a client's __proto__ an own key, not a prototype", () => {
    const body = parseJson('{"__proto__":{"isAdmin":true}}');
    expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
    expect(body.isAdmin).toBeUndefined();
  });
});
