import type { ResourceType, Schema } from "./attribute.ts";

// Everything that is derived from a type is remembered by the type itself, so the same list has to give the same type.
const extended = new WeakMap<readonly Schema[], Map<ResourceType, ResourceType>>();

/**
 * The type with the extensions that a directory declares beside its own. One of its own is never replaced. Kept for as
 * long as the list lives: pass the same list for the same directory.
 */
export function withExtensions(type: ResourceType, declared: readonly Schema[]): ResourceType {
  if (declared.length === 0) return type;
  const types = extended.get(declared) ?? new Map<ResourceType, ResourceType>();
  extended.set(declared, types);
  const known = types.get(type);
  if (known) return known;
  const made = extend(type, declared);
  types.set(type, made);
  return made;
}

function extend(type: ResourceType, declared: readonly Schema[]): ResourceType {
  const taken = new Set([type.schema, ...type.extensions].map(({ id }) => id.toLowerCase()));
  const added = declared.filter(({ id }) => {
    const isNew = !taken.has(id.toLowerCase());
    taken.add(id.toLowerCase());
    return isNew;
  });
  return { ...type, extensions: [...type.extensions, ...added] };
}
