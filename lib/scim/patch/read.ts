import { scimError } from "../error.ts";
import { isEmpty } from "../quirks/empty-values.ts";
import type { Named } from "../reference.ts";
import type { JsonObject, JsonValue, NoteDeviation } from "../resource.ts";
import type { Attribute } from "../schema/attribute.ts";
import { findSubAttribute } from "../schema/lookup.ts";
import { isObject, readElement, readUntyped, readValue } from "../value.ts";

/** Whether the value says "nothing" (RFC 7643 §2.5, and "" as Entra ID and Okta send it). */
export function isCleared(value: JsonValue | undefined): boolean {
  return isEmpty(value) || (Array.isArray(value) && value.length === 0);
}

/** Some clients wrap every value in a list, even `"active": [true]`: the value itself, and whether it was so. */
export function unwrapped({ multiValued, type }: Attribute, value: JsonValue | undefined) {
  const isWrapped = !multiValued && type !== "complex" && Array.isArray(value) && value.length === 1;
  return { single: isWrapped ? value[0] : value, isWrapped };
}

/** Reads the value of an attribute; undefined means absent. Where no schema describes it, it is kept as sent. */
export function readWhole(
  { name, attribute }: Named,
  value: JsonValue | undefined,
  note: NoteDeviation,
): JsonValue | undefined {
  if (value === undefined || isCleared(value)) return undefined;
  if (!attribute) return readUntyped(name, value);
  const { single, isWrapped } = unwrapped(attribute, value);
  if (isWrapped) note("single-value-as-list");
  return readValue(attribute, single ?? null, note);
}

/** Reads the value of one sub-attribute; messages name it together with its attribute. */
export function readSub(
  target: Named,
  sub: Named,
  value: JsonValue | undefined,
  note: NoteDeviation,
): JsonValue | undefined {
  const name = `${target.name}.${sub.name}`;
  return readWhole({ name, attribute: sub.attribute && { ...sub.attribute, name } }, value, note);
}

/** Reads the value of a path that ends in a filter: an object of sub-attributes, a list of one such, or the plain `value`. */
export function readParts(target: Named, value: JsonValue | undefined, note: NoteDeviation): JsonObject {
  const single = (Array.isArray(value) && value.length === 1 ? value[0] : value) ?? null;
  if (!isObject(single)) return readPlainElement(target, single, note);
  const parts: JsonObject = {};
  if (!target.attribute) {
    const read = readUntyped(target.name, single);
    return isObject(read) ? read : parts;
  }
  for (const [key, sent] of Object.entries(single)) {
    const attribute = findSubAttribute(target.attribute, key);
    if (!attribute || attribute.mutability === "readOnly") continue;
    const content = readSub(target, { name: attribute.name, attribute }, sent, note);
    if (content !== undefined) parts[attribute.name] = content;
  }
  return parts;
}

function readPlainElement(target: Named, value: JsonValue, note: NoteDeviation): JsonObject {
  const element =
    target.attribute && typeof value === "string" ? readElement(target.attribute, value, note) : undefined;
  if (isObject(element)) return element;
  throw scimError.invalidValue(`${target.name} with a filter takes an object of sub-attributes.`);
}
