import type { PatchPath } from "../path.ts";
import type { Named } from "../reference.ts";
import type { JsonObject, JsonValue, NoteDeviation } from "../resource.ts";
import { findSubAttribute } from "../schema/lookup.ts";
import { isObject, isSame } from "../value.ts";
import { changeChosen } from "./chosen.ts";
import { addElements, keepNewestPrimary, removeElements } from "./elements.ts";
import type { Change } from "./parse.ts";
import { isCleared, readSub, readWhole } from "./read.ts";
import { keyIn, withSub } from "./sub.ts";

/** Applies one operation to the attribute that `path` names in `holder`: the resource itself, or an extension's object. */
export function changeAttribute(holder: JsonObject, path: PatchPath, change: Change, note: NoteDeviation): void {
  const { target } = path;
  if (!target) return;
  const key = keyIn(holder, target);
  const after = changeContent(holder[key], { ...path, target }, change, note);
  const isNothing = isCleared(after) || (isObject(after) && Object.keys(after).length === 0);
  if (after === undefined || isNothing) delete holder[key];
  else holder[key] = after;
}

type Target = PatchPath & { readonly target: Named };

function changeContent(
  before: JsonValue | undefined,
  { target, filter, sub }: Target,
  change: Change,
  note: NoteDeviation,
): JsonValue | undefined {
  const isList = target.attribute?.multiValued || Array.isArray(before);
  if (filter) return changeChosen(asList(before), { target, filter, sub }, change, note);
  if (sub) {
    const content = change.op === "remove" ? undefined : readSub(target, sub, change.value, note);
    if (content === undefined && change.op === "add") return before;
    return isList ? changeSubOfAll(asList(before), sub, content) : changeSub(before, sub, content);
  }
  return isList ? changeList(asList(before), target, change, note) : changeSingle(before, target, change, note);
}

function changeSingle(
  before: JsonValue | undefined,
  target: Named,
  { op, value }: Change,
  note: NoteDeviation,
): JsonValue | undefined {
  if (op === "remove") return undefined;
  const incoming = readWhole(target, value, note);
  if (incoming === undefined && op === "add") return before;
  if (!isObject(before)) return incoming;
  const kept = op === "replace" && isObject(value) ? withoutCleared(before, value) : before;
  if (!isObject(incoming) && !isObject(value)) return incoming;
  const after = isObject(incoming) ? mergeComplex(kept, incoming) : kept;
  return hasLostItsValue(target, before, after) ? undefined : after;
}

/** A reference such as `manager` is its `value`: without it nothing of it may stay. */
const hasLostItsValue = ({ attribute }: Named, before: JsonObject, after: JsonObject) =>
  attribute !== undefined &&
  findSubAttribute(attribute, "value") !== undefined &&
  before.value !== undefined &&
  after.value === undefined;

/** Sub-attributes that the client names with nothing in them lose their value; those it does not name stay. */
function withoutCleared(before: JsonObject, value: JsonObject): JsonObject {
  const cleared = Object.keys(value).filter((key) => isCleared(value[key]));
  const names = new Set(cleared.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(before).filter(([key]) => !names.has(key.toLowerCase())));
}

/**
 * RFC 7644 §3.5.2.3: sub-attributes that are not sent stay. A reference such as `manager` is its `value`, though:
 * when that changes, the `$ref` of the former one must not survive.
 */
function mergeComplex(before: JsonObject, incoming: JsonObject): JsonObject {
  const isOther = incoming.value !== undefined && !isSame(before.value, incoming.value);
  return isOther ? incoming : { ...before, ...incoming };
}

function changeSub(before: JsonValue | undefined, sub: Named, content: JsonValue | undefined): JsonValue | undefined {
  const object = isObject(before) ? before : {};
  const isReference = sub.attribute?.name === "value";
  if (!isReference) return withSub(object, sub, content);
  return content === undefined ? undefined : mergeComplex(object, { value: content });
}

/** `emails.type` means that part of every element; where there is none yet, one is made. */
function changeSubOfAll(before: readonly JsonValue[], sub: Named, content: JsonValue | undefined): JsonValue[] {
  const present = before.filter(isObject);
  const elements = present.length > 0 ? present : [{}];
  const after = elements.map((element) => withSub(element, sub, content));
  const filled = after.filter((element) => Object.keys(element).length > 0);
  return keepNewestPrimary(filled, new Set<JsonValue>(filled));
}

function changeList(
  before: readonly JsonValue[],
  target: Named,
  { op, value }: Change,
  note: NoteDeviation,
): JsonValue[] {
  const { attribute } = target;
  if (op === "remove" && (value === undefined || value === null)) return [];
  const named = asList(readWhole(target, value, note));
  if (op === "replace") return addElements(attribute, [], named);
  if (op === "add") return addElements(attribute, before, named);
  // Entra ID names what is to go in the value. An empty list then names nothing, rather than everything.
  note("remove-by-value");
  return removeElements(attribute, before, named);
}

function asList(value: JsonValue | undefined): JsonValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
