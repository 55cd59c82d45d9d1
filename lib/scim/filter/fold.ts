import type { AttributeRef, CompareOperator, Filter, FilterValue } from "./tree.ts";

/** What a filter is turned into, one function per kind of node: SQL, a list of ids, a set of attribute names. */
export interface FilterTarget<T> {
  and(left: T, right: T): T;
  or(left: T, right: T): T;
  not(operand: T): T;
  compare(ref: AttributeRef, op: CompareOperator, value: FilterValue): T;
  present(ref: AttributeRef): T;
  /** `filter` is not folded yet: its refs start at the element, so the target may want to fold it differently. */
  element(ref: AttributeRef, filter: Filter): T;
}

/** Walks a filter from its leaves up. The parser bounds depth and number of terms, so the recursion is bounded too. */
export function foldFilter<T>(filter: Filter, target: FilterTarget<T>): T {
  switch (filter.kind) {
    case "and":
      return target.and(foldFilter(filter.left, target), foldFilter(filter.right, target));
    case "or":
      return target.or(foldFilter(filter.left, target), foldFilter(filter.right, target));
    case "not":
      return target.not(foldFilter(filter.operand, target));
    case "compare":
      return target.compare(filter.ref, filter.op, filter.value);
    case "present":
      return target.present(filter.ref);
    case "element":
      return target.element(filter.ref, filter.filter);
  }
}
