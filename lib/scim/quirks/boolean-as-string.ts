import type { JsonValue, NoteDeviation } from "../resource.ts";

/**
 * Entra ID sends `"active": "False"` unless its tenant URL carries the aadOptscim062020 flag.
 * https://learn.microsoft.com/en-us/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility
 * Any other text stays as it is, for the caller to refuse: guessing here could leave a leaver signed in.
 */
export function booleanFromString(value: JsonValue, note: NoteDeviation): JsonValue {
  if (typeof value !== "string") return value;
  const lower = value.toLowerCase();
  if (lower !== "true" && lower !== "false") return value;
  note("boolean-as-string");
  return lower === "true";
}
