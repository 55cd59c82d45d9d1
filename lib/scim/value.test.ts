import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ScimError } from "./error.ts";
import type { JsonObject, JsonValue } from "./resource.ts";
import { type Attribute, attribute } from "./schema/attribute.ts";
import { findAttribute, findInSchema } from "./schema/lookup.ts";
import { ENTERPRISE_USER_URN, User } from "./schema/resource-types.ts";
import { isSame, readElement, readUntyped, readValue } from "./value.ts";

function row(name: string): Attribute {
  const found = findAttribute(User, name)?.attribute ?? User.extensions.map((schema) => findInSchema(schema, name))[0];
  if (!found) throw new Error(`no row for ${name}`);
  return found;
}

function read(name: string, value: JsonValue): { value: JsonValue | undefined; notes: string[] } {
  const notes: string[] = [];
  return { value: readValue(row(name), value, (note) => notes.push(note)), notes };
}

function messageOf(name: string, value: JsonValue): string {
  try {
    read(name, value);
  } catch (error) {
    if (error instanceof ScimError && error.scimType === "invalidValue") return error.message;
    throw error;
  }
  return "accepted";
}

const inLists = (levels: number) => Array.from({ length: levels }).reduce<JsonValue>((inner) => [inner], 1);

describe("types", () => {
  test.each<[string, JsonValue, string]>([
    ["userName", { not: "" }, "userName must be a string, not an object."],
    ["userName", ["a"], "userName must be a string, not a list."],
    ["userName", true, "userName must be a string, not a boolean."],
    ["userName", 1, "userName must be a string, not a number."],
    ["active", { set: true }, "active must be true or false, not an object."],
    ["active", 1, "active must be true or false, not a number."],
    ["active", "yes", "active must be true or false, not other text."],
    ["name", "Babs", "name must be an object, not a string."],
    ["name", { givenName: {} }, "name.givenName must be a string, not an object."],
    ["emails", [{ value: 5 }], "emails.value must be a string, not a number."],
    ["emails", [["a@b"]], "emails must be an object, not a list."],
    ["addresses", ["Main Street"], "addresses must be an object, not a string."],
    ["x509Certificates", [{ value: "javascript:alert(1)" }], "x509Certificates.value must be base64."],
  ])("refuses %s as %j and says what is wrong", (name, value, message) => {
    expect(messageOf(name, value)).toBe(message);
  });

  test.each([
    ["2010-01-23T04:56:22Z", true],
    ["2015-10-10T14:38:21.8617979-07:00", true],
    ["2024-02-29T00:00:00", true],
    ["2023-02-29T00:00:00Z", false],
    ["2026-13-45T99:99:99Z", false],
    ["yesterday", false],
  ])("a dateTime of %s is valid: %s", (text, isValid) => {
    const dateTime = attribute("since", "A date.", { type: "dateTime" });
    const reading = () => readValue(dateTime, text, () => {});
    if (isValid) expect(reading()).toBe(text);
    else expect(reading).toThrow("since must be a date and time");
  });

  test("numbers are read as they are, and refused where JSON has already rounded them", () => {
    const integer = attribute("floor", "A number.", { type: "integer" });
    const decimal = attribute("weight", "A number.", { type: "decimal" });
    expect(readValue(integer, -3, () => {})).toBe(-3);
    expect(readValue(decimal, 0.5, () => {})).toBe(0.5);
    expect(() => readValue(integer, 0.5, () => {})).toThrow("floor must be an integer");
    expect(() => readValue(integer, Number.MAX_SAFE_INTEGER + 1, () => {})).toThrow("too large");
    expect(() => readValue(decimal, Number.POSITIVE_INFINITY, () => {})).toThrow("too large");
  });
});

describe("text", () => {
  test.each(["userName", "displayName", "title"])("%s refuses NUL and half a surrogate pair", (name) => {
    expect(messageOf(name, "a\0b")).toContain("NUL");
    expect(messageOf(name, "a\ud800")).toContain("surrogate");
  });

  test("userName refuses control characters, other text keeps them", () => {
    expect(messageOf("userName", "a\r\nb")).toContain("control characters");
    expect(read("title", "a\r\nb").value).toBe("a\r\nb");
  });

  test.each(["userName", "externalId", "displayName"])("%s takes 256 characters and refuses 257", (name) => {
    expect(read(name, "🙂".repeat(256)).value).toBe("🙂".repeat(256));
    expect(messageOf(name, "x".repeat(257))).toContain("longer than 256");
  });

  test("length is counted after composing, and the text is stored as sent", () => {
    const decomposed = "e\u0301".repeat(256);
    expect(read("userName", decomposed).value).toBe(decomposed);
  });
});

describe("absence", () => {
  test.each<[string, JsonValue]>([
    ["title", null],
    ["title", ""],
    ["name", {}],
    ["name", { givenName: "", familyName: null }],
    ["emails", []],
    ["emails", [null, "", {}, { type: "work" }, { value: "", type: "work", primary: true }]],
    ["manager", ""],
    ["manager", { value: "" }],
    ["manager", []],
  ])("%s sent as %j is absent", (name, value) => expect(read(name, value).value).toBeUndefined());

  test("an empty sub-attribute is left out and the rest of the element stays", () => {
    expect(read("emails", [{ value: "a@b.example", type: "" }]).value).toEqual([{ value: "a@b.example" }]);
  });
});

describe("complex values", () => {
  test("names are canonical whatever the letter case, unknown and read-only sub-attributes are left out", () => {
    expect(read("name", { GIVENNAME: "Barbara", nick: "Babs" }).value).toEqual({ givenName: "Barbara" });
    expect(read("manager", { value: "26118915", displayName: "John Smith" }).value).toEqual({ value: "26118915" });
  });

  test("keys that reach a prototype never become keys of the result", () => {
    const value = JSON.parse('{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}},"givenName":"B"}') as JsonValue;
    expect(Object.keys(read("name", value).value as object)).toEqual(["givenName"]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test("the last element that says primary keeps the flag, the others lose it", () => {
    const emails = [
      { value: "a", primary: true },
      { value: "b", primary: true },
      { value: "c", primary: false },
    ];
    expect(read("emails", emails).value).toEqual([
      { value: "a" },
      { value: "b", primary: true },
      { value: "c", primary: false },
    ]);
  });

  test("one value for one purpose is one element, with what the later one adds; addresses of one type stay two", () => {
    const twice: JsonObject[] = [
      { value: "A@x.example", type: "work" },
      { value: "a@x.example", type: "Work", primary: true },
      { value: "a@x.example", type: "home" },
    ];
    expect(read("emails", twice).value).toEqual([{ value: "a@x.example", type: "Work", primary: true }, twice[2]]);
    const houses = [
      { locality: "Rome", type: "work" },
      { locality: "Oslo", type: "work" },
    ];
    expect(read("addresses", houses).value).toEqual(houses);
  });

  test("no more than 1,000 elements are taken", () => {
    const emails = (count: number) => Array.from({ length: count }, (_, index) => ({ value: `${index}` }));
    expect(read("emails", emails(1_000)).value).toHaveLength(1_000);
    expect(messageOf("emails", emails(1_001))).toContain("more than 1000 values");
  });

  test("nesting beyond 40 levels is refused before anything walks it", () => {
    expect(messageOf("emails", inLists(41))).toContain("nested more than 40");
    expect(messageOf("emails", inLists(100_000))).toContain("nested more than 40");
    expect(() => readElement(row("emails"), inLists(100_000), () => {})).toThrow("nested more than 40");
  });

  test("one element is read by the same rules as a list of them", () => {
    expect(readElement(row("emails"), { VALUE: "a@b.example", display: null }, () => {})).toEqual({
      value: "a@b.example",
    });
  });
});

describe("tolerated deviations", () => {
  test.each<[string, JsonValue, JsonValue, string]>([
    ["active", "False", false, "boolean-as-string"],
    ["active", "TRUE", true, "boolean-as-string"],
    ["emails", { value: "a" }, [{ value: "a" }], "single-value-for-multi-valued"],
    ["emails", ["a"], [{ value: "a" }], "plain-value-in-multi-valued"],
    ["manager", "26118915", { value: "26118915" }, "manager-as-string"],
    ["manager", [{ value: "26118915", $ref: "x" }], { value: "26118915", $ref: "x" }, "manager-as-list"],
  ])("%s sent as %j is read as %j and noted", (name, sent, expected, note) => {
    expect(read(name, sent)).toEqual({ value: expected, notes: [note] });
  });

  test("EN-25 EN-27 a role that is JSON text is usable by its own value, in a POST and PUT too", () => {
    const value = '{"id":"1","value":"Admin","displayName":"Administrator"}';
    expect(read("roles", [{ value, primary: "True" }])).toEqual({
      value: [{ value: "Admin", display: "Administrator", primary: true }],
      notes: ["element-as-json-text", "boolean-as-string"],
    });
    expect(read("roles", [value]).value).toEqual([{ value: "Admin", display: "Administrator" }]);
  });

  test.each(['{"id":"1"}', '{"value":1}', "{broken", "[1]", "{}"])("%s is a role by that name", (value) => {
    expect(read("roles", [{ value }])).toEqual({ value: [{ value }], notes: [] });
  });

  test("what keeps to the RFC is not noted", () => {
    expect(read("emails", [{ value: "a", type: "work", primary: true }]).notes).toEqual([]);
  });
});

describe("readUntyped", () => {
  test("keeps what it is given, without nulls and unsafe keys at any depth", () => {
    const value = JSON.parse('{"a":[1,null,{"__proto__":1,"b":null,"c":"d"}],"constructor":1,"e":false}') as JsonValue;
    expect(readUntyped(ENTERPRISE_USER_URN, value)).toEqual({ a: [1, { c: "d" }], e: false });
  });

  test("refuses what could not be stored or given back", () => {
    expect(() => readUntyped("urn:x", { a: "\0" })).toThrow("NUL");
    expect(() => readUntyped("urn:x", { "a\0": 1 })).toThrow("NUL");
    expect(() => readUntyped("urn:x", { a: Number.POSITIVE_INFINITY })).toThrow("too large");
    expect(() => readUntyped("urn:x", inLists(10_000))).toThrow("nested more than 40");
  });
});

describe("isSame", () => {
  test("holds for a copy with its keys in another order, and is symmetric", () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, item]) => [key, reversed(item)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(isSame(a as JsonValue, reversed(a) as JsonValue)).toBe(true);
        expect(isSame(a as JsonValue, b as JsonValue)).toBe(isSame(b as JsonValue, a as JsonValue));
      }),
    );
  });

  test("tells apart a list from an object, order in a list, and a missing key from another", () => {
    expect(isSame([], {})).toBe(false);
    expect(isSame([1, 2], [2, 1])).toBe(false);
    expect(isSame({ a: 1 }, { b: 1 })).toBe(false);
    expect(isSame({ toString: 1 }, { a: 1 })).toBe(false);
    expect(isSame(null, undefined)).toBe(false);
  });
});
