import { scimError } from "./error.ts";
import { foldCase } from "./fold-case.ts";
import { isEmpty, isEmptyElement } from "./quirks/empty-values.ts";
import { unpackJsonText } from "./quirks/json-text.ts";
import { unwrapReference } from "./quirks/manager.ts";
import type { JsonObject, JsonValue, NoteDeviation } from "./resource.ts";
import type { Attribute } from "./schema/attribute.ts";
import { findSubAttribute } from "./schema/lookup.ts";
import { checkNumber, checkText, mustBe, readSimple } from "./simple-value.ts";

const MAX_DEPTH = 40;
const MAX_ELEMENTS = 1_000;

// A client's own key of these names would reach the prototype wherever the object is later copied by assignment.
const unsafeKeys = new Set(["__proto__", "constructor", "prototype"]);

/** Whether a client's key may become a key of ours. */
export function isSafeKey(key: string): boolean {
  return !unsafeKeys.has(key);
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value under a name. Names of unknown extensions are not canonical, so letter case is overlooked (RFC 7643 §2.1). */
export function ownValue(object: JsonObject, key: string): JsonValue | undefined {
  if (Object.hasOwn(object, key)) return object[key];
  const wanted = key.toLowerCase();
  const found = Object.keys(object).find((name) => name.toLowerCase() === wanted);
  return found === undefined ? undefined : object[found];
}

/** Refuses values nested so deep that walking them could exhaust the stack. Walks without recursion itself. */
export function checkDepth(label: string, value: JsonValue): void {
  let level: JsonValue[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw scimError.invalidValue(`${label} is nested more than ${MAX_DEPTH} levels deep.`);
    const next: JsonValue[] = [];
    for (const item of level) {
      if (typeof item !== "object" || item === null) continue;
      for (const child of Object.values(item)) next.push(child);
    }
    level = next;
  }
}

/**
 * Reads what a client sent for an attribute, by the attribute's row; undefined means absent (RFC 7643 §2.5).
 * Unknown and read-only sub-attributes are left out. Throws invalidValue naming the attribute.
 */
export function readValue(attribute: Attribute, value: JsonValue, note: NoteDeviation): JsonValue | undefined {
  checkDepth(attribute.name, value);
  return attribute.multiValued
    ? readElements(attribute, value, note)
    : readSingle(attribute, attribute.name, value, note);
}

/** Reads one element of a multi-valued attribute. */
export function readElement(attribute: Attribute, value: JsonValue, note: NoteDeviation): JsonValue | undefined {
  checkDepth(attribute.name, value);
  return readOneOf(attribute, value, note);
}

function readElements(attribute: Attribute, value: JsonValue, note: NoteDeviation): JsonValue[] | undefined {
  if (isEmpty(value)) return undefined;
  if (!Array.isArray(value)) note("single-value-for-multi-valued");
  const sent = Array.isArray(value) ? value : [value];
  if (sent.length > MAX_ELEMENTS) {
    throw scimError.invalidValue(`${attribute.name} must not have more than ${MAX_ELEMENTS} values.`);
  }
  const elements = sent
    .map((element) => readOneOf(attribute, element, note))
    .filter((element) => element !== undefined);
  return elements.length > 0 ? keepOnePrimary(mergeDoubles(attribute, elements)) : undefined;
}

/** RFC 7643 §2.4: the same value for the same purpose is one element, with what the later one adds. */
function mergeDoubles(attribute: Attribute, elements: readonly JsonValue[]): JsonValue[] {
  const isExact = findSubAttribute(attribute, "value")?.caseExact ?? false;
  const places = new Map<string, number>();
  const merged: JsonValue[] = [];
  for (const element of elements) {
    const { value, type } = isObject(element) ? element : {};
    const key = JSON.stringify([
      typeof value === "string" && !isExact ? foldCase(value) : value,
      foldCase(String(type)),
    ]);
    const at = value === undefined ? undefined : places.get(key);
    if (at !== undefined) {
      merged[at] = { ...(merged[at] as JsonObject), ...(element as JsonObject) };
      continue;
    }
    places.set(key, merged.length);
    merged.push(element);
  }
  return merged;
}

function readOneOf(attribute: Attribute, value: JsonValue, note: NoteDeviation): JsonValue | undefined {
  if (attribute.type !== "complex") return readSingle(attribute, attribute.name, value, note);
  const isPlain = typeof value === "string" && value !== "" && findSubAttribute(attribute, "value") !== undefined;
  if (isPlain) note("plain-value-in-multi-valued");
  const sent = isPlain ? { value } : value;
  const element = readSingle(attribute, attribute.name, isObject(sent) ? unpackJsonText(sent, note) : sent, note);
  return isObject(element) && isEmptyElement(element) ? undefined : element;
}

function readSingle(attribute: Attribute, label: string, value: JsonValue, note: NoteDeviation): JsonValue | undefined {
  if (isEmpty(value)) return undefined;
  if (attribute.type !== "complex") return readSimple(attribute, label, value, note);
  return readComplex(attribute, label, attribute.multiValued ? value : unwrapReference(attribute, value, note), note);
}

function readComplex(
  attribute: Attribute,
  label: string,
  value: JsonValue,
  note: NoteDeviation,
): JsonObject | undefined {
  if (isEmpty(value)) return undefined;
  if (!isObject(value)) throw mustBe(label, "an object", value);
  const read: JsonObject = {};
  for (const [key, sent] of Object.entries(value)) {
    const sub = findSubAttribute(attribute, key);
    if (!sub || sub.mutability === "readOnly") continue;
    const content = readSingle(sub, `${label}.${sub.name}`, sent, note);
    if (content !== undefined) read[sub.name] = content;
  }
  return Object.keys(read).length > 0 ? read : undefined;
}

/** RFC 7643 §2.4: `primary: true` at most once. The last element that says so keeps it. */
export function keepOnePrimary(elements: readonly JsonValue[]): JsonValue[] {
  const last = elements.findLastIndex((element) => isObject(element) && element.primary === true);
  return elements.map((element, index) => {
    if (index === last || !isObject(element) || element.primary !== true) return element;
    const { primary: _, ...others } = element;
    return others;
  });
}

/** Reads a value no schema describes (an extension we do not know): kept as sent, without nulls and unsafe keys. */
export function readUntyped(label: string, value: JsonValue): JsonValue | undefined {
  checkDepth(label, value);
  return copyUntyped(label, value);
}

function copyUntyped(label: string, value: JsonValue): JsonValue | undefined {
  if (value === null) return undefined;
  if (typeof value === "string") return checkText(label, value);
  if (typeof value === "number") return checkNumber(label, value);
  if (typeof value === "boolean") return value;
  if (Array.isArray(value)) {
    return value.map((item) => copyUntyped(label, item)).filter((item) => item !== undefined);
  }
  const copy: JsonObject = {};
  for (const [key, sent] of Object.entries(value)) {
    const content = isSafeKey(key) ? copyUntyped(label, sent) : undefined;
    if (content !== undefined) copy[checkText(label, key)] = content;
  }
  return copy;
}

/** Whether two values mean the same: keys in any order, list elements in the same order. */
export function isSame(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}
