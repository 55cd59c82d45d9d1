import type { JsonObject, JsonValue, NoteDeviation } from "../resource.ts";
import { isObject } from "../value.ts";

/**
 * Entra ID's AppRoleAssignmentsComplex mapping puts a whole app role as JSON text into one element's `value`:
 * `{"value": "{\"id\":\"…\",\"value\":\"Admin\",\"displayName\":\"Admin\"}"}`. The role's own `value` is what is usable.
 * https://github.com/Captain-P-Goldfish/SCIM-SDK/issues/516
 */
export function unpackJsonText(element: JsonValue, note: NoteDeviation): JsonValue {
  const role = isObject(element) ? readRole(element.value) : undefined;
  if (!isObject(element) || !role) return element;
  note("element-as-json-text");
  const display = role.display ?? role.displayName;
  return {
    ...(display !== undefined && { display }),
    ...(role.type !== undefined && { type: role.type }),
    ...element,
    value: role.value as JsonValue,
  };
}

function readRole(text: JsonValue | undefined): JsonObject | undefined {
  if (typeof text !== "string" || !text.startsWith("{")) return undefined;
  try {
    const role = JSON.parse(text) as JsonValue;
    return isObject(role) && typeof role.value === "string" ? role : undefined;
  } catch {
    return undefined;
  }
}
