import { toInstant } from "./filter/date-time.ts";
import { foldCase } from "./fold-case.ts";
import type { JsonObject, JsonValue, StoredResource } from "./resource.ts";
import type { Attribute, ResourceType } from "./schema/attribute.ts";
import { findAttribute, findExtension, findInSchema, findSubAttribute } from "./schema/lookup.ts";
import { isUrn } from "./stored.ts";
import { isObject } from "./value.ts";

/**
 * The resource as filters see it: every key in lower case, every text folded unless its attribute is caseExact,
 * every time in UTC with milliseconds, so that the order of the texts is that of the instants.
 * Equality on any attribute is then containment of one small document in another, which a GIN index answers.
 */
export function searchDocument(type: ResourceType, stored: StoredResource): JsonObject {
  const document: JsonObject = {};
  for (const [key, value] of Object.entries(stored)) {
    if (key === "schemas" || value === null) continue;
    const folded = isUrn(key) ? foldExtension(type, key, value) : foldValue(findAttribute(type, key)?.attribute, value);
    document[key.toLowerCase()] = folded;
  }
  return document;
}

function foldExtension(type: ResourceType, urn: string, value: JsonValue): JsonValue {
  const schema = findExtension(type, urn);
  if (!schema || !isObject(value)) return foldValue(undefined, value);
  return foldObject(value, (name) => findInSchema(schema, name));
}

function foldValue(attribute: Attribute | undefined, value: JsonValue): JsonValue {
  if (typeof value === "string") return foldText(attribute, value);
  if (Array.isArray(value)) return value.map((item) => foldValue(attribute, item));
  if (isObject(value)) return foldObject(value, (name) => attribute && findSubAttribute(attribute, name));
  return value;
}

function foldText(attribute: Attribute | undefined, text: string): string {
  const instant = attribute?.type === "dateTime" ? toInstant(text) : undefined;
  const plain = instant === undefined ? text : new Date(instant).toISOString();
  return attribute?.caseExact ? plain : foldCase(plain);
}

function foldObject(value: JsonObject, rowOf: (name: string) => Attribute | undefined): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([name, content]) => [name.toLowerCase(), foldValue(rowOf(name), content)]),
  );
}
