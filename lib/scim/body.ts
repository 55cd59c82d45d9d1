import { scimError } from "./error.ts";
import { currentUrn, isLegacyUrn } from "./quirks/legacy-urns.ts";
import type { JsonObject, JsonValue, NoteDeviation, StoredResource } from "./resource.ts";
import type { Attribute, ResourceType, Schema } from "./schema/attribute.ts";
import { findExtension, findInSchema } from "./schema/lookup.ts";
import { checkText, mustBe } from "./simple-value.ts";
import { isUrn, withSchemas } from "./stored.ts";
import { isObject, isSafeKey, readUntyped, readValue } from "./value.ts";

const MAX_URNS = 20;

// Message URNs and the core schemas of other types say nothing about a resource of this type.
const RESERVED = /^urn:ietf:params:scim:(?:api|schemas:core):/i;

/** A group's members are stored row by row, apart from the group: see `readMembers`. */
const isApart = ({ name }: Attribute) => name === "members";

/**
 * Reads the body of a POST or PUT into the form it is stored in. Attribute names and URNs are taken in any letter case;
 * core attributes may also stand under the core URN. Unknown attributes and those only we may write are ignored,
 * a password is dropped, extensions we do not know are kept as sent.
 */
export function readResource(type: ResourceType, body: JsonObject, note: NoteDeviation): StoredResource {
  const read: JsonObject = {};
  checkSchemas(type, fieldOf(body, "schemas"), note);
  for (const [key, value] of Object.entries(body)) {
    if (key.toLowerCase() === "schemas" || !isSafeKey(key)) continue;
    if (isUrn(key)) readUrn(type, key, value, read, note);
    else readInto(read, type.schema, key, value, note);
  }
  if (Object.keys(read).filter(isUrn).length > MAX_URNS) {
    throw scimError.invalidValue(`A resource must not have more than ${MAX_URNS} extensions.`);
  }
  checkRequired(type, read);
  return withSchemas(type, read);
}

/** The value under a name in any letter case. */
export function fieldOf(body: JsonObject, name: string): JsonValue | undefined {
  const wanted = name.toLowerCase();
  return Object.entries(body).find(([key]) => key.toLowerCase() === wanted)?.[1];
}

/**
 * `schemas` decides nothing: what is in the body does. A list that is missing, outdated or names what the body does
 * not hold is noted and taken; one that is no list of strings, or endless, is refused.
 */
function checkSchemas(type: ResourceType, schemas: JsonValue | undefined, note: NoteDeviation): void {
  const urns = typeof schemas === "string" ? [schemas] : (schemas ?? []);
  if (!Array.isArray(urns)) throw mustBe("schemas", "a list of URNs", urns);
  if (urns.length > MAX_URNS) throw scimError.invalidValue(`schemas must not list more than ${MAX_URNS} URNs.`);
  if (urns.length === 0) {
    note("missing-schemas");
    return;
  }
  const texts = urns.map((urn) => {
    if (typeof urn !== "string") throw mustBe("schemas", "a list of strings", urn);
    return urn;
  });
  if (texts.some(isLegacyUrn)) note("legacy-urn");
  const core = type.schema.id.toLowerCase();
  if (!texts.some((urn) => currentUrn(urn, type.schema.id).toLowerCase() === core)) note("schemas-without-core");
}

function readUrn(type: ResourceType, key: string, value: JsonValue, read: JsonObject, note: NoteDeviation): void {
  const urn = currentUrn(key, type.schema.id);
  const extension = findExtension(type, urn);
  if (isLegacyUrn(key)) note("legacy-urn");
  if (urn.toLowerCase() === type.schema.id.toLowerCase()) {
    readNested(type, value, read, note);
  } else if (extension) {
    const content = readExtension(extension, value, note);
    if (content) read[extension.id] = { ...(read[extension.id] as JsonObject | undefined), ...content };
  } else if (isObject(value) && !RESERVED.test(urn)) {
    read[checkText("The URN of an extension", urn)] = readUntyped(urn, value) ?? {};
  }
}

/** Core attributes under the core URN, as some clients nest them; what stands at the top level wins. */
function readNested(type: ResourceType, value: JsonValue, read: JsonObject, note: NoteDeviation): void {
  if (value === null) return;
  if (!isObject(value)) throw mustBe(type.schema.id, "an object", value);
  note("core-attributes-under-urn");
  const nested: JsonObject = {};
  for (const [name, sent] of Object.entries(value)) readInto(nested, type.schema, name, sent, note);
  for (const [name, content] of Object.entries(nested)) read[name] ??= content;
}

/** An extension's object by the extension's rows; undefined when nothing is left of it. */
export function readExtension(schema: Schema, value: JsonValue, note: NoteDeviation): JsonObject | undefined {
  if (value === null) return undefined;
  if (!isObject(value)) throw mustBe(schema.id, "an object", value);
  const read: JsonObject = {};
  for (const [name, sent] of Object.entries(value)) readInto(read, schema, name, sent, note);
  return Object.keys(read).length > 0 ? read : undefined;
}

function readInto(into: JsonObject, schema: Schema, name: string, value: JsonValue, note: NoteDeviation): void {
  const attribute = findInSchema(schema, name);
  const isOurs = attribute?.mutability === "readOnly" || attribute?.mutability === "writeOnly";
  if (!attribute || isOurs || isApart(attribute)) return;
  const content = readValue(attribute, value, note);
  if (content !== undefined) into[attribute.name] = content;
}

/** Refuses a resource without its required attributes. */
export function checkRequired(type: ResourceType, resource: JsonObject): void {
  const missing = type.schema.attributes.find(({ name, required }) => required && resource[name] === undefined);
  if (missing) throw scimError.invalidValue(`${missing.name} is required.`);
}
