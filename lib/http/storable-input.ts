/** What PostgreSQL's text cannot hold is refused at the door: U+0000, which nobody types and which no name or id has. */
import { DirectoryError, notFound } from "#lib/directory/error.ts";

const NUL = "\u0000";

/** The parameters of a path. @throws DirectoryError not_found for an id that cannot be anybody's */
export async function placeOf(params: Promise<object>): Promise<Record<string, string>> {
  const place = ((await params) ?? {}) as Record<string, string>;
  if (
    Object.values(place)
      .flat()
      .some((part) => part?.includes(NUL))
  )
    throw notFound("resource");
  return place;
}

/** @throws DirectoryError invalid when a text anywhere in `value`, or the name of a field, has U+0000 */
export function storable<Value>(value: Value, whole: string): Value {
  // Not by recursion: how deep a body goes is the sender's choice.
  const waiting: [field: string, value: unknown][] = [["", value]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [field, inner] = next;
    if (typeof inner === "string" && inner.includes(NUL)) refuse(field || whole);
    if (typeof inner !== "object" || inner === null) continue;
    for (const [name, part] of Object.entries(inner)) {
      if (name.includes(NUL)) refuse(field || whole);
      waiting.push([field ? `${field}.${name}` : name, part]);
    }
  }
  return value;
}

function refuse(field: string): never {
  const words = "Leave out the NUL character (U+0000); it cannot be kept.";
  throw new DirectoryError("invalid", `${field}: ${words}`, { fields: { [field]: words } });
}
