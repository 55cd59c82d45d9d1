import type { NoteDeviation } from "../resource.ts";
import type { ResourceType } from "../schema/attribute.ts";
import { foldFilter } from "./fold.ts";
import { parseInScope } from "./parse.ts";
import { matches } from "./predicate.ts";
import { resourceScope, type Scope } from "./scope.ts";
import type { AttributeRef, Filter } from "./tree.ts";

/** What a filter leaves of one type: those who meet the rest of it, or all, or none, without looking at any. */
export type RootFilter = Filter | "everything" | "nothing";

/**
 * Reads a filter of a query over several types, `GET /?filter=…` or `POST /.search` (RFC 7644 §3.4.2.1). An attribute
 * that only another type has counts as absent, and so does whatever depends on it; `meta.resourceType` is decided
 * here. Throws invalidFilter for an attribute that none of the types has.
 */
export function parseRootFilter(
  text: string,
  types: readonly ResourceType[],
  note: NoteDeviation,
): Map<ResourceType, RootFilter> {
  return new Map(types.map((type) => [type, settle(type, parseInScope(text, rootScope(type, types, note), note))]));
}

function rootScope(type: ResourceType, types: readonly ResourceType[], note: NoteDeviation): Scope {
  const own = resourceScope(type, note);
  const others = types.filter((other) => other !== type).map((other) => resourceScope(other, note));
  return (name) => {
    const ref = own(name);
    if (ref) return ref;
    const foreign = others.map((scope) => scope(name)).find((found) => found !== undefined);
    return foreign && { ...foreign, elsewhere: true };
  };
}

/** Takes out of the filter what is known of every resource of the type. */
function settle(type: ResourceType, filter: Filter): RootFilter {
  const everybody = { meta: { resourceType: type.name } };
  const settleTerm = (ref: AttributeRef, term: Filter): RootFilter => {
    if (!ref.elsewhere && ref.keys.join(".") !== "meta.resourceType") return term;
    return matches(term, ref.elsewhere ? {} : everybody) ? "everything" : "nothing";
  };
  return foldFilter<RootFilter>(filter, {
    and: (left, right) => join("and", "nothing", left, right),
    or: (left, right) => join("or", "everything", left, right),
    not: (operand) => negate(operand),
    compare: (ref, op, value) => settleTerm(ref, { kind: "compare", ref, op, value }),
    present: (ref) => settleTerm(ref, { kind: "present", ref }),
    element: (ref, inner) => settleTerm(ref, { kind: "element", ref, filter: inner }),
  });
}

/** `decisive` on either side is the answer; its opposite leaves it to the other side. */
function join(kind: "and" | "or", decisive: "everything" | "nothing", left: RootFilter, right: RootFilter): RootFilter {
  if (left === decisive || right === decisive) return decisive;
  if (typeof left === "string") return right;
  return typeof right === "string" ? left : { kind, left, right };
}

function negate(operand: RootFilter): RootFilter {
  if (operand === "everything") return "nothing";
  return operand === "nothing" ? "everything" : { kind: "not", operand };
}
