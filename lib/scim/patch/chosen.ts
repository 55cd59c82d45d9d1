import { scimError } from "../error.ts";
import { matches } from "../filter/predicate.ts";
import type { Filter } from "../filter/tree.ts";
import { isEmptyElement } from "../quirks/empty-values.ts";
import type { Named } from "../reference.ts";
import type { JsonObject, JsonValue, NoteDeviation } from "../resource.ts";
import { findSubAttribute } from "../schema/lookup.ts";
import { isObject, isSame, readValue } from "../value.ts";
import { checkCount, keepNewestPrimary } from "./elements.ts";
import type { Change } from "./parse.ts";
import { isCleared, readParts, readSub } from "./read.ts";
import { withSub } from "./sub.ts";

/** What a path with a filter addresses: elements of `target`, or one sub-attribute of each. */
export interface Choice {
  readonly target: Named;
  readonly filter: Filter;
  readonly sub: Named | undefined;
}

/** What becomes of an element that the filter chose, and of the gap where it chose none. Undefined is no element. */
interface Edit {
  existing(element: JsonObject): JsonObject | undefined;
  missing(): JsonObject | undefined;
}

/** Applies an operation to the elements a filter chooses, and gives all elements back. */
export function changeChosen(
  before: readonly JsonValue[],
  choice: Choice,
  change: Change,
  note: NoteDeviation,
): JsonValue[] {
  const edit = planEdit(choice, change, note);
  const touched = new Set<JsonValue>();
  const after: JsonValue[] = [];
  const put = (element: JsonObject | undefined) => {
    if (!element || Object.keys(element).length === 0) return;
    touched.add(element);
    after.push(element);
  };
  let isMissing = true;
  for (const element of before) {
    const isChosen = isObject(element) && matches(choice.filter, element);
    if (isChosen) put(edit.existing(element));
    else after.push(element);
    isMissing &&= !isChosen;
  }
  if (isMissing) put(edit.missing());
  checkCount(choice.target.attribute, after);
  return keepNewestPrimary(after, touched);
}

/** RFC 7644 §3.5.2.1 to §3.5.2.3. Removing or clearing what is not there succeeds. */
function planEdit(choice: Choice, { op, value }: Change, note: NoteDeviation): Edit {
  const { target, sub } = choice;
  const isRemoval = op === "remove" || (op === "replace" && isCleared(value));
  if (isRemoval) {
    return { existing: (element) => sub && withSub(element, sub, undefined), missing: () => undefined };
  }
  if (isCleared(value)) return { existing: (element) => element, missing: () => undefined };
  if (sub) {
    const content = readSub(target, sub, value, note);
    return {
      existing: (element) => withSub(element, sub, content),
      missing: () => withSub(makeElement(choice, note), sub, content),
    };
  }
  const parts = readParts(target, value, note);
  const isWhole = op === "replace" && !isEmptyElement(parts);
  return {
    existing: (element) => (isWhole ? { ...readMade(choice, note), ...parts } : { ...element, ...parts }),
    missing: () => ({ ...makeElement(choice, note), ...parts }),
  };
}

/**
 * Entra ID adds and replaces `emails[type eq "work"].value` where there is no such element yet and expects it to be made.
 * RFC 7644 §3.5.2.3 asks for noTarget: that is left to filters nothing can be made of.
 */
function makeElement(choice: Choice, note: NoteDeviation): JsonObject {
  const element = readMade(choice, note);
  if (element) return element;
  throw scimError.noTarget(`No element of ${choice.target.name} matches the filter in the path.`);
}

/** What stands in a filter becomes part of the resource, and is held to what a body is held to. */
function readMade({ target: { attribute }, filter }: Choice, note: NoteDeviation): JsonObject | undefined {
  const element = elementFromFilter(filter);
  if (!element || !attribute) return element;
  const parts = Object.entries(element).map(([name, value]): [string, JsonValue] => {
    const sub = findSubAttribute(attribute, name);
    return [name, sub ? (readValue({ ...sub, name: `${attribute.name}.${name}` }, value, note) ?? null) : value];
  });
  return Object.fromEntries(parts.filter(([, value]) => value !== null));
}

/**
 * The element a filter describes: `{type: "work"}` for `type eq "work"`. Undefined when the filter is not made of plain
 * `eq` joined by `and`, contradicts itself, or names a value outside the canonical ones: then nothing may be made of it.
 */
function elementFromFilter(filter: Filter): JsonObject | undefined {
  if (filter.kind === "and") {
    const left = elementFromFilter(filter.left);
    const right = elementFromFilter(filter.right);
    if (!left || !right) return undefined;
    const agrees = Object.keys(right).every((name) => !Object.hasOwn(left, name) || isSame(left[name], right[name]));
    return agrees ? { ...left, ...right } : undefined;
  }
  if (filter.kind !== "compare" || filter.op !== "eq" || filter.value === null) return undefined;
  const { ref, value } = filter;
  const [name] = ref.keys;
  const canonical = ref.attribute?.canonicalValues;
  const isCanonical = !canonical || canonical.some((one) => one.toLowerCase() === String(value).toLowerCase());
  return name !== undefined && isCanonical ? { [name]: value } : undefined;
}
