import { byCodePoint } from "../code-point-order.ts";
import { foldCase } from "../fold-case.ts";
import type { JsonObject, JsonValue } from "../resource.ts";
import { isObject, ownValue } from "../value.ts";
import { toInstant } from "./date-time.ts";
import { foldFilter } from "./fold.ts";
import type { AttributeRef, CompareOperator, Filter, FilterValue } from "./tree.ts";

/**
 * Whether the resource (or element) meets the filter. This is what a filter means; the SQL has to give the same answer.
 *
 * - Text is compared folded (`foldCase`) unless the attribute is caseExact (RFC 7643 §2.2); an attribute no schema
 *   describes counts as not caseExact. Order among texts is by code point.
 * - A multi-valued attribute meets a comparison when any of its values does.
 * - `ne` is the negation of `eq` throughout: true for an absent attribute, and for a multi-valued one when no value is equal.
 * - `eq null` means "not present". Values of another type than the operand never match.
 */
export function matches(filter: Filter, resource: JsonObject): boolean {
  return foldFilter<boolean>(filter, {
    and: (left, right) => left && right,
    or: (left, right) => left || right,
    not: (operand) => !operand,
    compare: (ref, op, value) => compares(resource, ref, op, value),
    present: (ref) => valuesAt(resource, ref.keys).some(isPresent),
    element: (ref, inner) =>
      valuesAt(resource, ref.keys).some((element) => isObject(element) && matches(inner, element)),
  });
}

function compares(resource: JsonObject, ref: AttributeRef, op: CompareOperator, wanted: FilterValue): boolean {
  if (op === "ne") return !compares(resource, ref, "eq", wanted);
  const values = valuesAt(resource, ref.keys);
  if (wanted === null) return !values.some(isPresent);
  return values.some((value) => holds(op, value, wanted, ref));
}

function holds(op: CompareOperator, value: JsonValue, wanted: string | number | boolean, ref: AttributeRef): boolean {
  if (typeof value !== typeof wanted) return false;
  if (typeof value !== "string" || typeof wanted !== "string") return ordered(op, Number(value) - Number(wanted));
  if (ref.attribute?.type === "dateTime") {
    return ordered(op, (toInstant(value) ?? Number.NaN) - (toInstant(wanted) ?? Number.NaN));
  }
  const isExact = ref.attribute?.caseExact ?? false;
  const left = isExact ? value : foldCase(value);
  const right = isExact ? wanted : foldCase(wanted);
  if (op === "co") return left.includes(right);
  if (op === "sw") return left.startsWith(right);
  if (op === "ew") return left.endsWith(right);
  return ordered(op, byCodePoint(left, right));
}

function ordered(op: CompareOperator, difference: number): boolean {
  switch (op) {
    case "eq":
      return difference === 0;
    case "gt":
      return difference > 0;
    case "ge":
      return difference >= 0;
    case "lt":
      return difference < 0;
    case "le":
      return difference <= 0;
    default:
      return false;
  }
}

function valuesAt(node: JsonValue | undefined, keys: readonly string[]): JsonValue[] {
  if (node === undefined) return [];
  if (Array.isArray(node)) return node.flatMap((item) => valuesAt(item, keys));
  const [key, ...rest] = keys;
  if (key === undefined) return [node];
  return isObject(node) ? valuesAt(ownValue(node, key), rest) : [];
}

/** RFC 7644 §3.4.2.2: `pr` asks for a non-empty value, or for a complex attribute with a non-empty sub-attribute. */
function isPresent(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some(isPresent);
  if (isObject(value)) return Object.values(value).some(isPresent);
  return value !== null && value !== "";
}
