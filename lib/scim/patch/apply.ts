import { hasInheritedName, isAttributeName } from "../attribute-name.ts";
import { checkRequired } from "../body.ts";
import { scimError } from "../error.ts";
import { type PatchPath, parsePath } from "../path.ts";
import { findReference, isCoreUrn } from "../reference.ts";
import type { JsonObject, JsonValue, NoteDeviation, StoredResource } from "../resource.ts";
import type { Attribute, ResourceType } from "../schema/attribute.ts";
import { findExtension } from "../schema/lookup.ts";
import { checkText } from "../simple-value.ts";
import { isUrn, withSchemas } from "../stored.ts";
import { isObject, readValue } from "../value.ts";
import { changeAttribute } from "./attribute.ts";
import { dropEmptyElements } from "./elements.ts";
import type { Change, PatchOperation } from "./parse.ts";
import { isCleared, unwrapped } from "./read.ts";

const MAX_EXTENSIONS = 20;
/** A resource by itself, as large as the body of one request may be. */
const MAX_RESOURCE_BYTES = 1_048_576;
/** Elements of lists that the operations of one request may walk through together: one alone must not hold up all others. */
const MAX_ELEMENTS_WALKED = 100_000;

interface Draft {
  readonly type: ResourceType;
  /** A copy of the resource, changed operation by operation. */
  readonly resource: JsonObject;
  readonly note: NoteDeviation;
}

/**
 * Applies a PATCH to a resource (RFC 7644 §3.5.2), leaving `before` as it is. Throws at the first operation that cannot
 * be applied, so all of them take effect or none. Membership of groups is not in the resource: see `splitMembers`.
 */
export function applyPatch(
  type: ResourceType,
  before: StoredResource,
  operations: readonly PatchOperation[],
  note: NoteDeviation,
): StoredResource {
  const draft: Draft = { type, resource: structuredClone(before), note };
  let walked = 0;
  for (const operation of operations) {
    walked += elementsOf(draft.resource);
    if (walked > MAX_ELEMENTS_WALKED) {
      throw scimError.tooMany(
        "These are too many operations on a resource with so many values. Send fewer in one request.",
      );
    }
    applyOperation(draft, operation);
  }
  return finish(draft);
}

/** How many elements the resource's lists have, those of its extensions included. */
const elementsOf = (holder: JsonObject): number =>
  Object.values(holder).reduce<number>((sum, value) => {
    if (Array.isArray(value)) return sum + value.length;
    return isObject(value) ? sum + elementsOf(value) : sum;
  }, 0);

function finish({ type, resource }: Draft): StoredResource {
  dropEmptyElements(resource, type.schema.attributes);
  for (const { id, attributes } of type.extensions) {
    const extension = resource[id];
    if (isObject(extension)) dropEmptyElements(extension, attributes);
  }
  const after = withSchemas(type, resource);
  if (Object.keys(after).filter(isUrn).length > MAX_EXTENSIONS) {
    throw scimError.invalidValue(`A resource must not have more than ${MAX_EXTENSIONS} extensions.`);
  }
  checkRequired(type, after);
  if (Buffer.byteLength(JSON.stringify(after)) > MAX_RESOURCE_BYTES) {
    throw scimError.invalidValue(`A resource must not be larger than ${MAX_RESOURCE_BYTES} bytes.`);
  }
  return after;
}

function applyOperation(draft: Draft, { op, path, value }: PatchOperation): void {
  const { type, resource, note } = draft;
  if (path === undefined || isCoreUrn(type, path)) {
    if (op === "remove") throw scimError.noTarget("A remove needs a path that says what to remove.");
    applyAttributes(draft, { op, value });
    return;
  }
  if (isUrn(path) && isStored(resource, path)) applyExtension(draft, path, { op, value });
  else applyAt(draft, parsePath(path, type, note), { op, value });
}

/**
 * A value without a path: each key is an attribute, or a path as Entra ID writes it (`name.givenName`,
 * `urn:…:User:employeeNumber`, `emails[type eq "work"].value`), or a URN with an object. Okta sends `id` along.
 * https://learn.microsoft.com/en-us/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility
 */
function applyAttributes(draft: Draft, { op, value }: Change): void {
  const { type, note } = draft;
  if (!isObject(value)) throw scimError.invalidValue("Without a path, the value must be an object of attributes.");
  for (const [key, content] of Object.entries(value)) {
    const change = { op, value: content };
    if (isUrn(key) && isCoreUrn(type, key)) {
      note("core-attributes-under-urn");
      applyAttributes(draft, change);
    } else if (isForeignExtension(draft, key, content)) {
      refuseInherited(key);
      applyExtension(draft, key, change);
    } else {
      applyKey(draft, key, change);
    }
  }
}

/**
 * Whether key and value are an extension we have no rows for and its attributes, as in a POST. The key alone does not
 * tell: `urn:acme:2.0:User:badge` is an attribute where `urn:acme:2.0:User` is the extension.
 */
function isForeignExtension({ type, resource }: Draft, key: string, value: JsonValue): boolean {
  const reference = isUrn(key) ? findReference(type, key, ignoreDeviation) : undefined;
  if (!reference?.urn || findExtension(type, reference.urn)) return false;
  if (!reference.target || isStored(resource, key)) return true;
  const isAttribute = isStored(resource, reference.urn) || hasTypeName(reference.urn, type);
  return isObject(value) && !isAttribute;
}

function isStored(resource: JsonObject, urn: string): boolean {
  return Object.keys(resource).some((key) => key.toLowerCase() === urn.toLowerCase());
}

function hasTypeName(urn: string, type: ResourceType): boolean {
  return urn.toLowerCase().endsWith(`:${type.name.toLowerCase()}`);
}

/** An attribute or path as a key. What means nothing here is passed over, as in a POST. */
function applyKey(draft: Draft, key: string, change: Change): void {
  const { type, note } = draft;
  const hasFilter = key.includes("[");
  if (!hasFilter) refuseInherited(key);
  if (!hasFilter && !findReference(type, key, ignoreDeviation)) {
    note("unknown-attribute");
    return;
  }
  const path = parsePath(key, type, note);
  if (isReadOnly(path)) note("read-only-attribute");
  else applyAt(draft, path, change);
}

/** For looking whether a name means anything before it is read for good. */
function ignoreDeviation(): void {}

function refuseInherited(key: string): void {
  if (hasInheritedName(key)) throw scimError.invalidPath(`"${key.slice(0, 60)}" is not the name of an attribute.`);
}

function applyAt(draft: Draft, path: PatchPath, change: Change): void {
  const { urn, target } = path;
  if (!target) {
    if (urn !== undefined) applyExtension(draft, urn, change);
    return;
  }
  const { attribute } = target;
  if (isReadOnly(path)) throw scimError.mutability(`${nameOf(path)} is set by this service and cannot be changed.`);
  if (attribute?.name === "members") throw new Error("Membership is no part of the resource: use splitMembers first.");
  if (attribute && !path.sub) refuseClearing(attribute, change);
  if (attribute?.mutability === "writeOnly") checkOnly(attribute, change, draft.note);
  else if (isLeaversActive(attribute, draft.resource, change)) draft.resource.active = null;
  else write(draft, path, change);
}

function write({ resource, note }: Draft, path: PatchPath, change: Change): void {
  if (path.urn === undefined) {
    changeAttribute(resource, path, change, note);
    return;
  }
  const key = extensionKey(resource, path.urn);
  const extension = resource[key];
  const holder = isObject(extension) ? extension : {};
  changeAttribute(holder, path, change, note);
  resource[key] = holder;
}

function isReadOnly({ target, sub }: PatchPath): boolean {
  return target?.attribute?.mutability === "readOnly" || sub?.attribute?.mutability === "readOnly";
}

function nameOf({ target, sub }: PatchPath): string {
  return [target?.name, sub?.name].filter((name) => name !== undefined).join(".");
}

/** A password has to be well-formed, and that is all that becomes of it. */
function checkOnly(attribute: Attribute, { op, value }: Change, note: NoteDeviation): void {
  if (op !== "remove") readValue(attribute, value ?? null, note);
}

/**
 * RFC 7644 §3.5.2.2: what is removed is unassigned. Without `active` people count as active, so for somebody who is not
 * it is kept as null: shown as absent, and no way in again without anybody saying so.
 */
function isLeaversActive(attribute: Attribute | undefined, resource: JsonObject, { op }: Change): boolean {
  return op === "remove" && attribute?.name === "active" && (resource.active === false || resource.active === null);
}

/** RFC 7644 §3.5.2.2: what is required cannot be removed. Nor is `active` ever made nothing: that would say neither yes nor no. */
function refuseClearing(attribute: Attribute, { op, value }: Change): void {
  const isRemoval = op === "remove";
  if (!isRemoval && !isCleared(unwrapped(attribute, value).single)) return;
  if (attribute.required) {
    const refuse = isRemoval ? scimError.mutability : scimError.invalidValue;
    throw refuse(`${attribute.name} cannot be removed or left empty.`);
  }
  if (attribute.name !== "active" || isRemoval) return;
  throw scimError.invalidValue("active cannot be left empty. Send true or false.");
}

/** Unknown extensions keep the letter case in which they first came. */
function extensionKey(resource: JsonObject, urn: string): string {
  const wanted = urn.toLowerCase();
  return Object.keys(resource).find((key) => key.toLowerCase() === wanted) ?? checkText("The URN", urn);
}

/** A whole extension as the target: its attributes are merged in one by one, or all of them leave. */
function applyExtension(draft: Draft, urn: string, { op, value }: Change): void {
  const key = extensionKey(draft.resource, urn);
  if (op === "remove" || (op === "replace" && isCleared(value))) {
    delete draft.resource[key];
    return;
  }
  if (isCleared(value)) return;
  if (!isObject(value)) throw scimError.invalidValue(`${urn.slice(0, 200)} must be an object of attributes.`);
  const known = findExtension(draft.type, urn);
  for (const [name, content] of Object.entries(value)) {
    const change = { op, value: content };
    if (known) applyKey(draft, `${known.id}:${name}`, change);
    else applyAt(draft, foreignPath(key, name, draft.note), change);
  }
}

/** A key in an extension we have no rows for. A dotted one means a sub-attribute there too; any other is kept as sent. */
function foreignPath(urn: string, key: string, note: NoteDeviation): PatchPath {
  refuseInherited(key);
  const [name = "", sub, ...more] = key.split(".");
  const isDotted = sub !== undefined && more.length === 0 && isAttributeName(name) && isAttributeName(sub);
  if (isDotted) note("dotted-key");
  return {
    urn,
    target: { name: isDotted ? name : checkText(urn, key), attribute: undefined },
    sub: isDotted ? { name: sub, attribute: undefined } : undefined,
    filter: undefined,
  };
}
