import { scimError } from "../error.ts";
import { foldCase } from "../fold-case.ts";
import { isEmptyElement } from "../quirks/empty-values.ts";
import type { JsonObject, JsonValue } from "../resource.ts";
import type { Attribute } from "../schema/attribute.ts";
import { findSubAttribute } from "../schema/lookup.ts";
import { isObject } from "../value.ts";

const MAX_ELEMENTS = 1_000;

/** Adds elements to a multi-valued attribute; one that is there already takes over what is new (RFC 7644 §3.5.2.1). */
export function addElements(
  attribute: Attribute | undefined,
  before: readonly JsonValue[],
  incoming: readonly JsonValue[],
): JsonValue[] {
  const after = [...before];
  const places = new Map<string, number>();
  const register = (element: JsonValue, at: number) => {
    const { exact, loose } = identify(attribute, element);
    if (!places.has(exact)) places.set(exact, at);
    if (!places.has(loose)) places.set(loose, at);
  };
  before.forEach(register);
  const touched = new Set<JsonValue>();
  for (const element of incoming) {
    const at = places.get(identify(attribute, element).wanted) ?? after.length;
    const present = after[at];
    const merged = isObject(present) && isObject(element) ? { ...present, ...element } : element;
    after[at] = merged;
    register(merged, at);
    touched.add(merged);
  }
  checkCount(attribute, after);
  return keepNewestPrimary(after, touched);
}

/** Takes out the elements that `unwanted` names by value, and by type where it gives one. */
export function removeElements(
  attribute: Attribute | undefined,
  before: readonly JsonValue[],
  unwanted: readonly JsonValue[],
): JsonValue[] {
  const names = new Set(unwanted.map((element) => identify(attribute, element).wanted));
  return before.filter((element) => {
    const { exact, loose } = identify(attribute, element);
    return !names.has(exact) && !names.has(loose);
  });
}

/** Refuses more elements than any person has. */
export function checkCount(attribute: Attribute | undefined, elements: readonly JsonValue[]): void {
  if (elements.length <= MAX_ELEMENTS) return;
  throw scimError.invalidValue(`${attribute?.name ?? "A list"} must not have more than ${MAX_ELEMENTS} values.`);
}

/**
 * What tells elements apart: value and type (`exact`), or the value alone (`loose`). A client that gives no type means
 * any (`wanted`); addresses, which have no value, are told apart by type. Where no schema says what is what, everything counts.
 */
function identify(attribute: Attribute | undefined, element: JsonValue) {
  if (!attribute || !isObject(element) || (element.value === undefined && element.type === undefined)) {
    const whole = `whole ${spell(element)}`;
    return { exact: whole, loose: whole, wanted: whole };
  }
  const isExact = findSubAttribute(attribute, "value")?.caseExact ?? false;
  const value = spell(fold(element.value, isExact));
  const exact = `${value} of type ${spell(fold(element.type, false))}`;
  return { exact, loose: value, wanted: element.type === undefined ? value : exact };
}

function fold(value: JsonValue | undefined, isExact: boolean): JsonValue {
  return typeof value === "string" && !isExact ? foldCase(value) : (value ?? null);
}

/** The same text for values that mean the same, whatever the order of their keys. */
function spell(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(spell).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, content]) => `${JSON.stringify(key)}:${spell(content)}`).join()}}`;
}

/** RFC 7644 §3.5.2: where a second element becomes primary, the one that was so before no longer is. */
export function keepNewestPrimary(elements: readonly JsonValue[], touched: ReadonlySet<JsonValue>): JsonValue[] {
  const primaries = elements.filter(isPrimary);
  const keeper = primaries.findLast((element) => touched.has(element)) ?? primaries.at(-1);
  return elements.map((element) => {
    if (element === keeper || !isPrimary(element)) return element;
    const { primary: _, ...others } = element;
    return others;
  });
}

function isPrimary(element: JsonValue): element is JsonObject {
  return isObject(element) && element.primary === true;
}

/**
 * Takes out elements of which the operations left only what they were for, as `{type: "mobile"}` without a number.
 * Done once at the end: one operation may set `primary` and the next the value.
 */
export function dropEmptyElements(holder: JsonObject, attributes: readonly Attribute[]): void {
  for (const { name, multiValued } of attributes) {
    const value = holder[name];
    if (!multiValued || !Array.isArray(value)) continue;
    const filled = value.filter((element) => !isObject(element) || !isEmptyElement(element));
    if (filled.length === 0) delete holder[name];
    else holder[name] = filled;
  }
}
