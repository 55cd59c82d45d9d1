import type { Attribute, ResourceType, Schema } from "./attribute.ts";
import { commonAttributes } from "./common.ts";

// Names come from clients: a Map has no inherited keys, so "constructor" or "__proto__" finds nothing.
const indexes = new WeakMap<readonly Attribute[], ReadonlyMap<string, Attribute>>();

function indexOf(attributes: readonly Attribute[]): ReadonlyMap<string, Attribute> {
  const known = indexes.get(attributes);
  if (known) return known;
  const index = new Map(attributes.map((attribute) => [attribute.name.toLowerCase(), attribute]));
  indexes.set(attributes, index);
  return index;
}

const CORE_PREFIX = "urn:ietf:params:scim:schemas:core:";

/** An attribute of this schema by its simple name. The common attributes count as part of every core schema. */
export function findInSchema(schema: Schema, name: string): Attribute | undefined {
  const key = name.toLowerCase();
  const own = indexOf(schema.attributes).get(key);
  return own ?? (schema.id.startsWith(CORE_PREFIX) ? indexOf(commonAttributes).get(key) : undefined);
}

/** A core or common attribute by its simple name, in any letter case (RFC 7643 §2.1). */
export function findAttribute(type: ResourceType, name: string): { schema: Schema; attribute: Attribute } | undefined {
  const attribute = findInSchema(type.schema, name);
  return attribute && { schema: type.schema, attribute };
}

/** An extension of the type by its URN, in any letter case. */
export function findExtension(type: ResourceType, urn: string): Schema | undefined {
  const wanted = urn.toLowerCase();
  return type.extensions.find(({ id }) => id.toLowerCase() === wanted);
}

/** A sub-attribute of a complex attribute by its simple name, in any letter case. */
export function findSubAttribute(attribute: Attribute, name: string): Attribute | undefined {
  return attribute.subAttributes && indexOf(attribute.subAttributes).get(name.toLowerCase());
}

export interface SplitUrn {
  /** Canonical where the schema is known, otherwise as the client wrote it. */
  urn: string;
  known: Schema | undefined;
  /** What follows the URN and its colon; empty when the URN stands alone. */
  rest: string;
}

/**
 * Splits `urn:…:User:name.givenName` into the schema's URN and the rest; undefined when the text is no URN.
 * URNs hold dots ("2.0"), so where the schema is unknown the attribute begins after the last colon in front of
 * a value filter. An unknown URN standing alone cannot be told from one with an attribute: it is split too.
 */
export function splitUrn(type: ResourceType, text: string): SplitUrn | undefined {
  const lower = text.toLowerCase();
  if (!lower.startsWith("urn:")) return undefined;
  // Some clients put a dot where RFC 7644 §3.10 has the colon: `urn:…:2.0:User.department`.
  const known = [type.schema, ...type.extensions]
    .filter(({ id }) => {
      const urn = id.toLowerCase();
      return lower === urn || (lower.startsWith(urn) && /[:.]/.test(lower.charAt(urn.length)));
    })
    .sort((a, b) => b.id.length - a.id.length)[0];
  if (known) return { urn: known.id, known, rest: text.slice(known.id.length + 1) };

  const bracket = text.indexOf("[");
  const colon = text.lastIndexOf(":", bracket < 0 ? text.length : bracket);
  return { urn: text.slice(0, colon), known: undefined, rest: text.slice(colon + 1) };
}
