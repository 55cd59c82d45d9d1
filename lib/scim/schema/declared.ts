import { isAttributeName } from "../attribute-name.ts";
import { fieldOf } from "../body.ts";
import { isLegacyUrn } from "../quirks/legacy-urns.ts";
import type { JsonObject, JsonValue } from "../resource.ts";
import { kindOf } from "../simple-value.ts";
import { isObject } from "../value.ts";
import { type Attribute, attribute, type Schema } from "./attribute.ts";

const MAX_ATTRIBUTES = 100;
const MAX_SUB_ATTRIBUTES = 50;
const MAX_VALUES = 100;
const MAX_NAME = 64;
const MAX_TEXT = 1_000;
const MAX_URN = 200;

/** RFC 8141 §2: a namespace and what is in it. Dots and colons must not end it: an attribute's name follows. */
const URN = /^urn:[a-z0-9][a-z0-9-]{0,30}[a-z0-9]:[\w:.~-]*[\w~-]$/i;
/** Names of the IETF's own are given out by RFCs alone. */
const RESERVED = /^urn:ietf:/i;

const TYPES = ["string", "boolean", "decimal", "integer", "dateTime", "reference", "binary", "complex"] as const;
const RETURNED = ["default", "always", "request", "never"] as const;

/** Why a declared schema is not taken. `at` says where in it: `attributes[2].type`. */
export class SchemaDeclarationError extends Error {
  override readonly name = "SchemaDeclarationError";

  /** By name, as ScimError: Node's copy of this module throws what Next's copy of it catches. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "SchemaDeclarationError";
  }

  readonly at: string;

  constructor(at: string, message: string) {
    super(message);
    this.at = at;
  }
}

const refuse = (at: string, message: string) => new SchemaDeclarationError(at, `${at} ${message}`);

/**
 * Reads an extension that an admin declares for a directory, in the form of RFC 7643 §7: what is not said has the
 * defaults of §2.2. Characteristics that nothing here would enforce for an extension are refused rather than promised.
 * @throws SchemaDeclarationError
 */
export function readDeclaredSchema(body: JsonObject): Schema {
  const id = readUrn(fieldOf(body, "id"));
  const name = readText("name", fieldOf(body, "name")) ?? id.slice(id.lastIndexOf(":") + 1);
  const description = readText("description", fieldOf(body, "description")) ?? "";
  const attributes = readAttributes("attributes", fieldOf(body, "attributes"), MAX_ATTRIBUTES, readAttribute);
  return { id, name, description, attributes };
}

function readUrn(value: JsonValue | undefined): string {
  if (typeof value !== "string" || value.length > MAX_URN || !URN.test(value)) {
    throw refuse("id", "must be a URN such as urn:example:params:scim:schemas:extension:acme:2.0:User.");
  }
  if (RESERVED.test(value) || isLegacyUrn(value))
    throw refuse("id", "must not be a URN that a standard has given out.");
  return value;
}

type ReadAttribute = (at: string, declared: JsonObject) => Attribute;

function readAttributes(at: string, value: JsonValue | undefined, max: number, read: ReadAttribute): Attribute[] {
  if (!Array.isArray(value) || value.length === 0) throw refuse(at, "must be a list with at least one attribute.");
  if (value.length > max) throw refuse(at, `must not hold more than ${max} attributes.`);
  const names = new Set<string>();
  return value.map((declared, index) => {
    const place = `${at}[${index}]`;
    if (!isObject(declared)) throw refuse(place, `must be an object, not ${kindOf(declared)}.`);
    const row = read(place, declared);
    const key = row.name.toLowerCase();
    if (names.has(key)) throw refuse(`${place}.name`, `is "${row.name}" a second time; letter case does not count.`);
    names.add(key);
    return row;
  });
}

function readAttribute(at: string, declared: JsonObject): Attribute {
  const multiValued = readFlag(`${at}.multiValued`, fieldOf(declared, "multiValued"));
  const { name, description, ...row } = readRow(at, declared);
  const sent = fieldOf(declared, "subAttributes") ?? null;
  if (row.type !== "complex") {
    if (sent !== null) throw refuse(`${at}.subAttributes`, "belong to complex attributes only.");
    return attribute(name, description, { ...row, multiValued });
  }
  const subAttributes = readAttributes(`${at}.subAttributes`, sent, MAX_SUB_ATTRIBUTES, readSubAttribute);
  return attribute(name, description, { ...row, multiValued, subAttributes });
}

/** RFC 7643 §2.3.8: complex attributes do not nest. */
function readSubAttribute(at: string, declared: JsonObject): Attribute {
  if (readFlag(`${at}.multiValued`, fieldOf(declared, "multiValued"))) {
    throw refuse(`${at}.multiValued`, "must be false inside a complex attribute.");
  }
  const { name, description, ...row } = readRow(at, declared);
  if (row.type === "complex") throw refuse(`${at}.type`, "must not be complex inside a complex attribute.");
  return attribute(name, description, row);
}

function readRow(at: string, declared: JsonObject) {
  const field = (name: string) => fieldOf(declared, name);
  const name = field("name");
  const isRef = name === "$ref" && at.includes(".subAttributes[");
  if (typeof name !== "string" || name.length > MAX_NAME || !isAttributeName(name) || (name.includes("$") && !isRef)) {
    throw refuse(`${at}.name`, "must be a letter, then letters, digits, - and _.");
  }
  const type = readOneOf(`${at}.type`, field("type"), TYPES, "string");
  refusePromises(at, field);
  const canonicalValues = readList(`${at}.canonicalValues`, field("canonicalValues"));
  const referenceTypes = readList(`${at}.referenceTypes`, field("referenceTypes"));
  // RFC 7643 §2.3.6 and §2.3.7: binary values and references are compared exactly.
  const isExact = type === "binary" || type === "reference";
  return {
    name,
    description: readText(`${at}.description`, field("description")) ?? "",
    type,
    caseExact: isExact || readFlag(`${at}.caseExact`, field("caseExact")),
    returned: readOneOf(`${at}.returned`, field("returned"), RETURNED, "default"),
    ...(canonicalValues && { canonicalValues }),
    ...(type === "reference" && { referenceTypes: referenceTypes ?? ["external"] }),
  };
}

function refusePromises(at: string, field: (name: string) => JsonValue | undefined): void {
  if (readFlag(`${at}.required`, field("required"))) {
    throw refuse(`${at}.required`, "must be false: an IdP may leave the whole extension out.");
  }
  readOneOf(`${at}.mutability`, field("mutability"), ["readWrite"], "readWrite");
  readOneOf(`${at}.uniqueness`, field("uniqueness"), ["none"], "none");
}

function readOneOf<Word extends string>(
  at: string,
  value: JsonValue | undefined,
  words: readonly Word[],
  fallback: Word,
): Word {
  if (value === undefined || value === null) return fallback;
  const word = words.find((known) => known === value);
  if (word === undefined) throw refuse(at, `must be ${words.join(", ")}.`);
  return word;
}

function readFlag(at: string, value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value !== "boolean") throw refuse(at, "must be true or false.");
  return value;
}

function readText(at: string, value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const isText = typeof value === "string" && value.length <= MAX_TEXT && value.isWellFormed() && !value.includes("\0");
  if (!isText) throw refuse(at, `must be a text of at most ${MAX_TEXT} characters.`);
  return value;
}

function readList(at: string, value: JsonValue | undefined): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.length > MAX_VALUES)
    throw refuse(at, `must be a list of at most ${MAX_VALUES} texts.`);
  return value.map((item, index) => {
    const text = readText(`${at}[${index}]`, item);
    if (text === undefined) throw refuse(`${at}[${index}]`, "must not be empty.");
    return text;
  });
}
