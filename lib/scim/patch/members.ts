import { hasInheritedName } from "../attribute-name.ts";
import { scimError } from "../error.ts";
import { matches } from "../filter/predicate.ts";
import type { Filter } from "../filter/tree.ts";
import { type MemberInput, readMemberList } from "../members.ts";
import { type PatchPath, parsePath } from "../path.ts";
import { isEmpty } from "../quirks/empty-values.ts";
import { findReference, isCoreUrn } from "../reference.ts";
import type { JsonObject, JsonValue, NoteDeviation } from "../resource.ts";
import type { ResourceType } from "../schema/attribute.ts";
import { isUrn } from "../stored.ts";
import { isObject } from "../value.ts";
import type { Change, PatchOperation } from "./parse.ts";

/** Each is a look at the whole group, where an id is a look at one member. */
const MAX_OTHER_FILTERS = 20;

/**
 * What a PATCH does to a membership, whatever its size. In this order: with `replaceAll` everybody leaves; those in
 * `remove` and those any filter of `removeMatching` chooses leave; those in `add` join.
 */
export interface MembershipChange {
  readonly replaceAll: boolean;
  readonly add: readonly MemberInput[];
  readonly remove: readonly string[];
  readonly removeMatching: readonly Filter[];
}

/** The change while operations are folded into it one after another. */
interface Folding {
  replaceAll: boolean;
  readonly add: Map<string, MemberInput>;
  readonly remove: Set<string>;
  removeMatching: Filter[];
}

/**
 * Takes the operations on members out of a PATCH and folds them, in order, into one change to the membership.
 * `members` is undefined when no operation touches it: a value that does not name members leaves them alone.
 */
export function splitMembers(
  operations: readonly PatchOperation[],
  type: ResourceType,
  note: NoteDeviation,
): { rest: PatchOperation[]; members: MembershipChange | undefined } {
  const rest: PatchOperation[] = [];
  const changes: { path: PatchPath; change: Change }[] = [];
  for (const operation of operations) {
    const split = splitOperation(operation, type, note);
    changes.push(...split.members);
    if (split.rest) rest.push(split.rest);
  }
  const effective = changes.filter(({ path }) => isAboutMembers(path, note));
  if (effective.length === 0) return { rest, members: undefined };
  const folding: Folding = { replaceAll: false, add: new Map(), remove: new Set(), removeMatching: [] };
  for (const { path, change } of effective) fold(folding, path, change, note);
  const { replaceAll, add, remove, removeMatching } = folding;
  return { rest, members: { replaceAll, add: [...add.values()], remove: [...remove], removeMatching } };
}

interface Split {
  readonly rest?: PatchOperation;
  readonly members: readonly { path: PatchPath; change: Change }[];
}

function splitOperation(operation: PatchOperation, type: ResourceType, note: NoteDeviation): Split {
  const { op, path, value } = operation;
  if (path === undefined || isCoreUrn(type, path)) {
    return isObject(value) ? splitAttributes(operation, value, type, note) : { rest: operation, members: [] };
  }
  if (!namesMembers(path, type)) return { rest: operation, members: [] };
  return { members: [{ path: parsePath(path, type, note), change: { op, value } }] };
}

/** A value without a path may hold `members` beside other attributes, also under the core URN; null says nothing. */
function splitAttributes(operation: PatchOperation, value: JsonObject, type: ResourceType, note: NoteDeviation): Split {
  const others: [string, JsonValue][] = [];
  const members: { path: PatchPath; change: Change }[] = [];
  for (const [key, content] of Object.entries(value)) {
    if (isUrn(key) && isCoreUrn(type, key) && isObject(content)) {
      const nested = splitAttributes({ op: operation.op }, content, type, note);
      members.push(...nested.members);
      others.push([key, nested.rest?.value ?? {}]);
    } else if (!namesMembers(key, type)) {
      others.push([key, content]);
    } else if (content !== null) {
      members.push({ path: parsePath(key, type, note), change: { op: operation.op, value: content } });
    }
  }
  if (others.length === 0 && members.length > 0) return { members };
  // Built from entries, so that a key "__proto__" stays a key for applyPatch to refuse.
  return { rest: { ...operation, value: Object.fromEntries(others) }, members };
}

/** Whether a path or key is about `members`, in any letter case, with a filter or under the core URN. */
function namesMembers(path: string, type: ResourceType): boolean {
  const bracket = path.indexOf("[");
  const name = (bracket < 0 ? path : path.slice(0, bracket)).trim().replace(/^\//, "");
  if (hasInheritedName(name)) return false;
  const reference = findReference(type, name, () => {});
  return reference?.urn === undefined && reference?.target?.name === "members";
}

/** What a member is called is ours to fill in: `members[value eq "…"].display` changes nothing. */
function isAboutMembers({ sub }: PatchPath, note: NoteDeviation): boolean {
  const isAbout = sub === undefined || sub.name === "value";
  if (!isAbout) note("member-sub-attribute-ignored");
  return isAbout;
}

function fold(folding: Folding, path: PatchPath, change: Change, note: NoteDeviation): void {
  if (path.filter) {
    foldChosen(folding, path.filter, change, path.sub !== undefined);
  } else if (path.sub && change.op === "remove") {
    throw scimError.mutability("members.value cannot be changed: remove the one member and add the other.");
  } else if (change.op === "remove") {
    foldRemoval(folding, change.value, note);
  } else {
    if (change.op === "replace") removeEveryone(folding);
    if (!isEmpty(change.value)) for (const member of readMemberList(change.value)) join(folding, member);
  }
}

/**
 * `remove` with path `members`: everybody leaves, or those the value names. Entra ID without its flag sends the latter:
 * https://learn.microsoft.com/en-us/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility
 * An empty list names nobody, so nobody leaves.
 */
function foldRemoval(folding: Folding, value: JsonValue | undefined, note: NoteDeviation): void {
  if (value === undefined || value === null) {
    removeEveryone(folding);
    return;
  }
  note("remove-members-by-value");
  for (const member of readMemberList(value)) leave(folding, member.value);
}

/** `members[…]`: by id, which any mixture of `value eq` and `or` is, or by whatever else is asked. */
function foldChosen(folding: Folding, filter: Filter, { op, value }: Change, isValue: boolean): void {
  const ids = idsIn(filter);
  if (op === "remove") {
    if (ids) for (const id of ids) leave(folding, id);
    else leaveMatching(folding, filter);
    return;
  }
  if (!ids) throw scimError.noTarget('Members are added by their id, as in members[value eq "…"].');
  const named = readNamed(value, isValue);
  for (const id of ids) {
    if (named.value !== undefined && named.value !== id) {
      throw scimError.mutability("members.value cannot be changed: remove the one member and add the other.");
    }
    join(folding, { ...named, value: id });
  }
}

/** What the value of an operation with path `members[value eq "…"]` says about that member; often nothing. */
function readNamed(value: JsonValue | undefined, isValue: boolean): Partial<MemberInput> {
  const single = Array.isArray(value) && value.length === 1 ? value[0] : value;
  const isNaming = typeof single === "string" ? isValue || single !== "" : isObject(single) && "value" in single;
  if (!isNaming || isEmpty(single)) return {};
  return readMemberList(single)[0] ?? {};
}

function idsIn(filter: Filter): string[] | undefined {
  if (filter.kind === "or") {
    const left = idsIn(filter.left);
    const right = idsIn(filter.right);
    return left && right && [...left, ...right];
  }
  const isId = filter.kind === "compare" && filter.op === "eq" && filter.ref.keys.join(".") === "value";
  return isId && typeof filter.value === "string" ? [filter.value] : undefined;
}

function join({ add, remove }: Folding, member: MemberInput): void {
  remove.delete(member.value);
  add.set(member.value, { ...add.get(member.value), ...member });
}

function leave({ replaceAll, add, remove }: Folding, id: string): void {
  add.delete(id);
  if (!replaceAll) remove.add(id);
}

function removeEveryone(folding: Folding): void {
  folding.replaceAll = true;
  folding.add.clear();
  folding.remove.clear();
  folding.removeMatching = [];
}

/** Those already there are chosen by the database later; those who joined in this same request, here and now. */
function leaveMatching(folding: Folding, filter: Filter): void {
  if (folding.removeMatching.length === MAX_OTHER_FILTERS) {
    throw scimError.tooMany(`At most ${MAX_OTHER_FILTERS} filters that are not on a member's id fit into one PATCH.`);
  }
  for (const member of folding.add.values()) {
    if (!isDecidable(filter, member)) {
      throw scimError.invalidFilter(
        "This filter asks what is not known yet about members added in the same request. Send it in a request of its own.",
      );
    }
    if (matches(filter, { ...member })) folding.add.delete(member.value);
  }
  folding.removeMatching.push(filter);
}

/** Whether the filter looks only at what the client said about the member. */
function isDecidable(filter: Filter, member: MemberInput): boolean {
  switch (filter.kind) {
    case "and":
    case "or":
      return isDecidable(filter.left, member) && isDecidable(filter.right, member);
    case "not":
      return isDecidable(filter.operand, member);
    case "element":
      return false;
    default:
      return Object.hasOwn(member, filter.ref.keys[0] ?? "");
  }
}
