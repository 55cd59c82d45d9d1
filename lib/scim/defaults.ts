import type { StoredResource } from "./resource.ts";
import type { ResourceType } from "./schema/attribute.ts";

/**
 * What a resource has where the client was silent; RFC 7643 §2.5 leaves it to the service to assign such values.
 * Okta retries for ever on a user it created that does not come back as active, so silence means active.
 */
export function assignDefaults(type: ResourceType, stored: StoredResource): StoredResource {
  if (type.name !== "User" || stored.active !== undefined) return stored;
  return { ...stored, active: true };
}
