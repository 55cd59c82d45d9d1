import type { JsonObject, JsonValue, NoteDeviation } from "../resource.ts";

/**
 * Entra ID's AppRoleAssignmentsComplex mapping puts a whole app role as JSON text into one element's `value`:
 * `{"value": "{\"id\":\"…\",\"value\":\"Admin\",\"displayName\":\"Admin\"}"}`. The role's own `value` is what is usable.
 * https://github.com/Captain-P-Goldfish/SCIM-SDK/issues/516
 */
export function unpackJsonText(element: JsonObject, note: NoteDeviation): JsonObject {
  const role = readRole(element.value);
  if (!role) return element;
  note("element-as-json-text");
  const display = role.display ?? role.displayName;
  return {
    ...(typeof display === "string" && { display }),
    ...(typeof role.type === "string" && { type: role.type }),
    ...element,
    value: role.value,
  };
}

function readRole(text: JsonValue | undefined): (JsonObject & { value: string }) | undefined {
  if (typeof text !== "string" || !text.startsWith("{")) return undefined;
  try {
    const role = JSON.parse(text) as JsonValue;
    const isRole = typeof role === "object" && role !== null && !Array.isArray(role) && typeof role.value === "string";
    return isRole ? (role as JsonObject & { value: string }) : undefined;
  } catch {
    return undefined;
  }
}
