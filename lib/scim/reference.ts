import { isAttributeName } from "./attribute-name.ts";
import { currentUrn, isLegacyUrn } from "./quirks/legacy-urns.ts";
import type { NoteDeviation } from "./resource.ts";
import type { Attribute, ResourceType, Schema } from "./schema/attribute.ts";
import { findAttribute, findInSchema, findSubAttribute, type SplitUrn, splitUrn } from "./schema/lookup.ts";

// Message URNs and the core schemas of other resource types never are extensions.
const RESERVED = /^urn:ietf:params:scim:(?:api|schemas:core):/i;

/** A name and its schema row; no row where nothing is known about the extension it belongs to. */
export interface Named {
  /** Canonical where a row is known, otherwise as the client wrote it. */
  readonly name: string;
  readonly attribute: Attribute | undefined;
}

/** What a dotted or URN-qualified name stands for. */
export interface Reference {
  /** The extension the attribute lives under; undefined for core and common attributes. */
  readonly urn: string | undefined;
  /** Undefined where the text names a whole extension. */
  readonly target: Named | undefined;
  readonly sub: Named | undefined;
}

/** Reads `userName`, `name.givenName`, `urn:…:User:manager.value` or `urn:…:User`; undefined when there is no such attribute. */
export function findReference(type: ResourceType, text: string, note: NoteDeviation): Reference | undefined {
  if (isLegacyUrn(text)) return findReference(type, noteLegacy(type, text, note), note);
  const split = splitUrn(type, text);
  if (!split) return findPlain(type, text, note);
  if (split.known) return findQualified(type, split.known, split.rest);
  if (isLegacyUrn(split.urn)) {
    return findReference(type, `${noteLegacy(type, split.urn, note)}:${split.rest}`, note);
  }
  return findForeign(type, text, split);
}

/** Whether the text is the URN of the type's core schema, alone; outdated spellings count. */
export function isCoreUrn(type: ResourceType, text: string): boolean {
  return currentUrn(text, type.schema.id).toLowerCase() === type.schema.id.toLowerCase();
}

function noteLegacy(type: ResourceType, urn: string, note: NoteDeviation): string {
  note("legacy-urn");
  return currentUrn(urn, type.schema.id);
}

/** A bare name: a core attribute, or one of an extension whose URN the client left out (Entra ID: `manager eq "…"`). */
function findPlain(type: ResourceType, text: string, note: NoteDeviation): Reference | undefined {
  const [name = "", ...subs] = text.split(".");
  const core = findAttribute(type, name);
  if (core) return withSub(undefined, core.attribute, subs);
  for (const extension of type.extensions) {
    const attribute = findInSchema(extension, name);
    if (!attribute) continue;
    note("extension-attribute-without-urn");
    return withSub(extension.id, attribute, subs);
  }
  return undefined;
}

function findQualified(type: ResourceType, schema: Schema, rest: string): Reference | undefined {
  const urn = schema === type.schema ? undefined : schema.id;
  if (rest === "") return urn === undefined ? undefined : { urn, target: undefined, sub: undefined };
  const [name = "", ...subs] = rest.split(".");
  const attribute = findInSchema(schema, name);
  return attribute && withSub(urn, attribute, subs);
}

function withSub(urn: string | undefined, attribute: Attribute, subs: readonly string[]): Reference | undefined {
  const target = { name: attribute.name, attribute };
  const [name, ...more] = subs;
  if (name === undefined) return { urn, target, sub: undefined };
  const sub = more.length === 0 ? findSubAttribute(attribute, name) : undefined;
  return sub && { urn, target, sub: { name: sub.name, attribute: sub } };
}

/**
 * A name in an extension we have no rows for. By convention an extension's URN ends in the resource type's name,
 * so `urn:acme:2.0:User` is the extension itself and `urn:acme:2.0:User:badge` an attribute of it.
 */
function findForeign(type: ResourceType, text: string, { urn, rest }: SplitUrn): Reference | undefined {
  if (urn.length <= "urn:".length || RESERVED.test(text)) return undefined;
  if (rest.toLowerCase() === type.name.toLowerCase()) return { urn: text, target: undefined, sub: undefined };
  const [name = "", sub, ...more] = rest.split(".");
  if (more.length > 0 || !isAttributeName(name) || (sub !== undefined && !isAttributeName(sub))) return undefined;
  return {
    urn,
    target: { name, attribute: undefined },
    sub: sub === undefined ? undefined : { name: sub, attribute: undefined },
  };
}
