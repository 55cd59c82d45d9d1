import type { JsonValue, NoteDeviation } from "../resource.ts";
import type { Attribute } from "../schema/attribute.ts";
import { findSubAttribute } from "../schema/lookup.ts";

/**
 * Entra ID sends the manager as a plain string, or as a list of one object, where an object is due.
 * https://learn.microsoft.com/en-us/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups
 * Holds for any single-valued complex attribute whose content is its `value`; `name` has none and stays strict.
 */
export function unwrapReference(attribute: Attribute, value: JsonValue, note: NoteDeviation): JsonValue {
  if (!findSubAttribute(attribute, "value")) return value;
  const isList = Array.isArray(value) && value.length <= 1;
  const isManager = attribute.name === "manager";
  if (isList) note(isManager ? "manager-as-list" : "reference-as-list");
  const single = isList ? (value[0] ?? null) : value;
  if (typeof single !== "string") return single;
  note(isManager ? "manager-as-string" : "reference-as-string");
  return { value: single };
}
