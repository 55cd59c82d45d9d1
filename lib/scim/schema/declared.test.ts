import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../resource.ts";
import { readDeclaredSchema, SchemaDeclarationError } from "./declared.ts";
import { ENTERPRISE_USER_URN } from "./resource-types.ts";

const URN = "urn:example:params:scim:schemas:extension:acme:2.0:User";
const declare = (attributes: JsonValue, others: JsonObject = {}) =>
  readDeclaredSchema({ id: URN, attributes, ...others });

function refusal(body: JsonObject): SchemaDeclarationError {
  try {
    readDeclaredSchema(body);
  } catch (error) {
    if (error instanceof SchemaDeclarationError) return error;
    throw error;
  }
  throw new Error("taken");
}

test("what is not said has the defaults of RFC 7643 §2.2", () => {
  expect(declare([{ name: "badge" }])).toEqual({
    id: URN,
    name: "User",
    description: "",
    attributes: [
      {
        name: "badge",
        type: "string",
        multiValued: false,
        description: "",
        required: false,
        caseExact: false,
        mutability: "readWrite",
        returned: "default",
        uniqueness: "none",
      },
    ],
  });
});

test("every characteristic that is honoured is taken, and what /Schemas prints can be declared again", () => {
  const schema = declare(
    [
      { name: "floor", type: "integer", description: "Floor", returned: "request" },
      { name: "card", type: "binary" },
      { name: "page", type: "reference", referenceTypes: ["external"] },
      { name: "skills", multiValued: true, caseExact: true, canonicalValues: ["a", "b"] },
      {
        name: "badges",
        type: "complex",
        multiValued: true,
        subAttributes: [{ name: "value" }, { name: "$ref", type: "reference" }, { name: "primary", type: "boolean" }],
      },
    ],
    { name: "Acme", description: "What Acme knows" },
  );
  expect(schema).toMatchObject({ name: "Acme", attributes: { length: 5 } });
  expect(schema.attributes[1]).toMatchObject({ caseExact: true });
  expect(readDeclaredSchema(JSON.parse(JSON.stringify(schema)) as JsonObject)).toEqual(schema);
});

describe("what is refused, and where it stands", () => {
  const one = [{ name: "a" }];
  test.each<[string, JsonObject]>([
    ["id", { attributes: one }],
    ["id", { id: "acme", attributes: one }],
    ["id", { id: "urn:acme", attributes: one }],
    ["id", { id: "urn:acme:x:", attributes: one }],
    ["id", { id: "urn:acme:a b", attributes: one }],
    ["id", { id: "urn:acme:[x]", attributes: one }],
    ["id", { id: ENTERPRISE_USER_URN.toUpperCase(), attributes: one }],
    ["id", { id: "urn:ietf:params:scim:schemas:core:2.0:User", attributes: one }],
    ["id", { id: "urn:scim:schemas:core:1.0", attributes: one }],
    ["id", { id: `urn:acme:${"a".repeat(200)}`, attributes: one }],
    ["name", { id: URN, name: 1, attributes: one }],
    ["attributes", { id: URN }],
    ["attributes", { id: URN, attributes: [] }],
    ["attributes", { id: URN, attributes: Array.from({ length: 101 }, (_, index) => ({ name: `a${index}` })) }],
    ["attributes[0]", { id: URN, attributes: ["a"] }],
    ["attributes[0].name", { id: URN, attributes: [{}] }],
    ["attributes[0].name", { id: URN, attributes: [{ name: "__proto__" }] }],
    ["attributes[0].name", { id: URN, attributes: [{ name: "constructor" }] }],
    ["attributes[0].name", { id: URN, attributes: [{ name: "$ref" }] }],
    ["attributes[0].name", { id: URN, attributes: [{ name: "a.b" }] }],
    ["attributes[0].name", { id: URN, attributes: [{ name: "a".repeat(65) }] }],
    ["attributes[1].name", { id: URN, attributes: [{ name: "a" }, { name: "A" }] }],
    ["attributes[0].type", { id: URN, attributes: [{ name: "a", type: "date" }] }],
    ["attributes[0].multiValued", { id: URN, attributes: [{ name: "a", multiValued: "yes" }] }],
    ["attributes[0].required", { id: URN, attributes: [{ name: "a", required: true }] }],
    ["attributes[0].mutability", { id: URN, attributes: [{ name: "a", mutability: "readOnly" }] }],
    ["attributes[0].uniqueness", { id: URN, attributes: [{ name: "a", uniqueness: "server" }] }],
    ["attributes[0].returned", { id: URN, attributes: [{ name: "a", returned: "sometimes" }] }],
    ["attributes[0].canonicalValues[1]", { id: URN, attributes: [{ name: "a", canonicalValues: ["x", ""] }] }],
    ["attributes[0].description", { id: URN, attributes: [{ name: "a", description: "\0" }] }],
    ["attributes[0].subAttributes", { id: URN, attributes: [{ name: "a", subAttributes: [] }] }],
    ["attributes[0].subAttributes", { id: URN, attributes: [{ name: "a", type: "complex" }] }],
    [
      "attributes[0].subAttributes[0].type",
      { id: URN, attributes: [{ name: "a", type: "complex", subAttributes: [{ name: "b", type: "complex" }] }] },
    ],
    [
      "attributes[0].subAttributes[0].multiValued",
      { id: URN, attributes: [{ name: "a", type: "complex", subAttributes: [{ name: "b", multiValued: true }] }] },
    ],
  ])("%s of %j", (at, body) => {
    const error = refusal(body);
    expect(error.at).toBe(at);
    expect(error.message.startsWith(at)).toBe(true);
  });

  test("100 attributes are taken", () => {
    expect(declare(Array.from({ length: 100 }, (_, index) => ({ name: `a${index}` }))).attributes).toHaveLength(100);
  });
});
