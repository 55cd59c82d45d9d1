import { hasInheritedName } from "./attribute-name.ts";
import { byCodePoint } from "./code-point-order.ts";
import { scimError } from "./error.ts";
import { toInstant } from "./filter/date-time.ts";
import type { AttributeRef } from "./filter/tree.ts";
import { foldCase } from "./fold-case.ts";
import type { ListQuery } from "./list.ts";
import { findReference, type Reference } from "./reference.ts";
import type { JsonObject, JsonValue, NoteDeviation, ShownResource } from "./resource.ts";
import type { Attribute, ResourceType } from "./schema/attribute.ts";
import { findSubAttribute } from "./schema/lookup.ts";
import { isObject, ownValue } from "./value.ts";

/** The order of a list (RFC 7644 §3.4.2.3). */
export interface Sort {
  /** Never ends at a complex attribute. Of a multi-valued one, the primary element or else the first decides. */
  readonly ref: AttributeRef;
  readonly descending: boolean;
}

// Membership is stored apart from the resource, and no element of it stands for the whole.
const unordered = new Set(["members", "groups"]);

type SortQuery = Pick<ListQuery, "sortBy" | "sortOrder">;

/**
 * Reads `sortBy` and `sortOrder`; undefined without `sortBy`. A complex attribute is sorted by its `value`.
 * Throws invalidValue for what cannot be sorted by.
 */
export function readSort(query: SortQuery, type: ResourceType, note: NoteDeviation): Sort | undefined {
  return readRootSort(query, [type], note).get(type);
}

/**
 * The same for a query over several types. Resources of a type that is not in the Map have no such value.
 * Throws invalidValue for what none of the types can be sorted by.
 */
export function readRootSort(
  { sortBy, sortOrder }: SortQuery,
  types: readonly ResourceType[],
  note: NoteDeviation,
): Map<ResourceType, Sort> {
  const sorts = new Map<ResourceType, Sort>();
  if (sortBy === undefined) return sorts;
  for (const type of types) {
    const reference = hasInheritedName(sortBy) ? undefined : findReference(type, sortBy, note);
    const ref = reference && refOf(reference);
    if (ref) sorts.set(type, { ref, descending: sortOrder === "descending" });
  }
  if (sorts.size > 0) return sorts;
  const names = types.map(({ name }) => name).join(" and ");
  throw scimError.invalidValue(`${names} cannot be sorted by "${sortBy.slice(0, 60)}".`);
}

function refOf({ urn, target, sub }: Reference): AttributeRef | undefined {
  if (!target || unordered.has(target.name)) return undefined;
  const isHidden = target.attribute?.returned === "never" || sub?.attribute?.returned === "never";
  const last = sub ?? valuePartOf(target.attribute);
  const attribute = last ? last.attribute : target.attribute;
  if (isHidden || attribute?.type === "complex") return undefined;
  return {
    keys: [urn, target.name, last?.name].filter((key) => key !== undefined),
    attribute,
    multiValued: target.attribute?.multiValued ?? false,
  };
}

function valuePartOf(attribute: Attribute | undefined) {
  const value = attribute?.type === "complex" ? findSubAttribute(attribute, "value") : undefined;
  return value && { name: value.name, attribute: value };
}

/** What decides a resource's place; undefined for one that has no such value. A time is its milliseconds. */
export type SortKey = string | number | boolean | undefined;

/** The key a resource is sorted by: text folded unless its attribute is caseExact. */
export function sortKey({ ref }: Sort, resource: JsonObject): SortKey {
  const value = valueAt(resource, ref.keys);
  if (value === undefined || value === null || value === "" || typeof value === "object") return undefined;
  // Where no schema says what a value is, all values are sorted as text: numbers and text have no common order.
  const plain = ref.attribute ? value : String(value);
  if (typeof plain !== "string") return plain;
  if (ref.attribute?.type === "dateTime") return toInstant(plain);
  return ref.attribute?.caseExact ? plain : foldCase(plain);
}

/**
 * The order of two resources, as the storage has to give it too: RFC 7644 §3.4.2.3 puts those without the value last
 * when ascending and first when descending. Equals are ordered by id, upwards in either direction.
 */
export function compareBySort(sort: Sort, a: ShownResource, b: ShownResource): number {
  const difference = compareKeys(sortKey(sort, a), sortKey(sort, b));
  if (difference !== 0) return sort.descending ? -difference : difference;
  return byCodePoint(a.id, b.id);
}

function compareKeys(a: SortKey, b: SortKey): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (typeof a === "string" && typeof b === "string") return byCodePoint(a, b);
  return Number(a) - Number(b);
}

function valueAt(node: JsonValue | undefined, keys: readonly string[]): JsonValue | undefined {
  const single = Array.isArray(node) ? chosenOf(node) : node;
  const [key, ...rest] = keys;
  if (key === undefined) return single;
  return isObject(single) ? valueAt(ownValue(single, key), rest) : undefined;
}

const chosenOf = (elements: readonly JsonValue[]) =>
  elements.find((element) => isObject(element) && element.primary === true) ?? elements[0];
