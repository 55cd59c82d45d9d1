import { matches } from "./filter/predicate.ts";
import { type PatchPath, parsePath } from "./path.ts";
import type { JsonObject, JsonValue } from "./resource.ts";
import type { ResourceType } from "./schema/attribute.ts";
import { isObject } from "./value.ts";

const parsed = new WeakMap<ResourceType, Map<string, PatchPath>>();
const PARSED_MAX = 1_000;

/** Paths come from mappings, a small set that is read for every person: each is parsed once. */
function parseOnce(type: ResourceType, text: string): PatchPath {
  const known = parsed.get(type) ?? new Map<string, PatchPath>();
  parsed.set(type, known);
  const path = known.get(text) ?? parsePath(text, type, () => {});
  if (known.size < PARSED_MAX) known.set(text, path);
  return path;
}

/**
 * The value at a path such as `name.givenName`, `emails[type eq "work"].value` or `urn:…:User:department`. Of a
 * multi-valued attribute it is the first element that the filter lets through, and of a complex element its `value`.
 * @returns undefined when there is none. @throws ScimError invalidPath when the path itself is wrong.
 */
export function readPath(type: ResourceType, resource: JsonObject, text: string): JsonValue | undefined {
  const { urn, target, sub, filter } = parseOnce(type, text);
  const holder = urn === undefined ? resource : resource[urn];
  if (!target || !isObject(holder ?? null)) return holder;
  const value = (holder as JsonObject)[target.name];
  const found = Array.isArray(value)
    ? value.find((element) => !filter || (isObject(element) && matches(filter, element)))
    : value;
  if (!isObject(found ?? null)) return found;
  return (found as JsonObject)[sub?.name ?? "value"];
}
