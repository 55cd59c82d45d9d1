import type { Named } from "../reference.ts";
import type { JsonObject, JsonValue } from "../resource.ts";

/** The key a name is stored under: unknown extensions keep the letter case in which a name first came. */
export function keyIn(holder: JsonObject, { name, attribute }: Named): string {
  if (attribute || Object.hasOwn(holder, name)) return name;
  return Object.keys(holder).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;
}

/** The object with one sub-attribute set, or left out where the content is undefined. */
export function withSub(object: JsonObject, sub: Named, content: JsonValue | undefined): JsonObject {
  const key = keyIn(object, sub);
  if (content !== undefined) return { ...object, [key]: content };
  const { [key]: _, ...others } = object;
  return others;
}
