import type { JsonObject, JsonValue } from "./resource.ts";
import { isUrn } from "./stored.ts";
import { isObject, isSame } from "./value.ts";

/** One attribute that differs. `before` or `after` is absent when it was added or removed. */
export interface AttributeDifference {
  attribute: string;
  before?: JsonValue;
  after?: JsonValue;
}

/**
 * What differs between two stored resources, by path: `title`, `name.givenName`, `emails[work]`, `urn:…:User:department`.
 * Elements of a multi-valued attribute are matched by their `type`, so that a new order alone is no difference.
 */
export function differences(before: JsonObject, after: JsonObject): AttributeDifference[] {
  const { schemas: _before, ...left } = before;
  const { schemas: _after, ...right } = after;
  return compare(left, right, "");
}

function compare(before: JsonObject, after: JsonObject, prefix: string): AttributeDifference[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => {
    const attribute = prefix + name;
    const left = before[name];
    const right = after[name];
    if (left !== undefined && right !== undefined && isSame(left, right)) return [];
    if (isObject(left ?? {}) && isObject(right ?? {})) {
      const separator = isUrn(name) ? ":" : ".";
      return compare((left ?? {}) as JsonObject, (right ?? {}) as JsonObject, attribute + separator);
    }
    const byType = Array.isArray(left ?? []) && Array.isArray(right ?? []);
    if (byType) return compareLists(attribute, (left ?? []) as JsonValue[], (right ?? []) as JsonValue[]);
    return [difference(attribute, left, right)];
  });
}

function compareLists(attribute: string, before: JsonValue[], after: JsonValue[]): AttributeDifference[] {
  const left = byLabel(before);
  const right = byLabel(after);
  if (!left || !right) return [difference(attribute, before, after)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((label) => {
    const [one, other] = [left.get(label), right.get(label)];
    if (one !== undefined && other !== undefined && isSame(one, other)) return [];
    return [difference(`${attribute}[${label}]`, one, other)];
  });
}

/** Elements by what tells them apart; undefined where that is not unique and the lists have to be shown whole. */
function byLabel(elements: JsonValue[]): Map<string, JsonValue> | undefined {
  const labelled = new Map<string, JsonValue>();
  for (const element of elements) {
    const label = isObject(element) ? (element.type ?? element.value) : element;
    if (typeof label !== "string" || labelled.has(label)) return undefined;
    labelled.set(label, element);
  }
  return labelled;
}

function difference(attribute: string, before: JsonValue | undefined, after: JsonValue | undefined) {
  return { attribute, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}
