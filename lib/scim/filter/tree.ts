import type { Attribute } from "../schema/attribute.ts";

/** RFC 7644 §3.4.2.2, Table 3, without `pr`, which takes no value. */
export type CompareOperator = "eq" | "ne" | "co" | "sw" | "ew" | "gt" | "ge" | "lt" | "le";

export interface AttributeRef {
  /**
   * Canonical JSON keys: from the resource (`["name", "familyName"]`, `["urn:…:User", "department"]`, `["emails", "value"]`),
   * or from the element inside an element filter (`["type"]`).
   */
  readonly keys: readonly string[];
  /** The schema row of the addressed (sub-)attribute; undefined inside an extension that is not known here. */
  readonly attribute: Attribute | undefined;
  /** Whether a multi-valued attribute lies on the way, e.g. `emails` for `emails.value`. */
  readonly multiValued: boolean;
  /** In a query over several types: an attribute that this type does not have, so it never has a value here. */
  readonly elsewhere?: true;
}

/** What an attribute is compared with. A dateTime is always ISO 8601 in UTC with milliseconds, whatever was sent. */
export type FilterValue = string | number | boolean | null;

export type Filter =
  | {
      readonly kind: "compare";
      readonly ref: AttributeRef;
      readonly op: CompareOperator;
      readonly value: FilterValue;
    }
  | { readonly kind: "present"; readonly ref: AttributeRef }
  | { readonly kind: "and" | "or"; readonly left: Filter; readonly right: Filter }
  | { readonly kind: "not"; readonly operand: Filter }
  /** One and the same element of the multi-valued attribute `ref` meets `filter`. */
  | { readonly kind: "element"; readonly ref: AttributeRef; readonly filter: Filter };
