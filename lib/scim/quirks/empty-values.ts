import type { JsonObject, JsonValue } from "../resource.ts";

/**
 * Okta's default mapping sends `"type": ""` and `"title": ""` for fields that are not filled in; Entra ID and OneLogin
 * send null. RFC 7643 §2.5 makes null and the empty list equal to an absent attribute; we read "" the same way.
 * https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20
 */
export function isEmpty(value: JsonValue | undefined): value is undefined | null | "" {
  return value === undefined || value === null || value === "";
}

/** An element that says only what it would be for, such as `{"type": "work"}` after its empty value was dropped. */
export function isEmptyElement(element: JsonObject): boolean {
  return Object.keys(element).every((name) => name === "type" || name === "primary");
}
