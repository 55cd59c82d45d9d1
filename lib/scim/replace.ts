import { assignDefaults } from "./defaults.ts";
import type { JsonObject, StoredResource } from "./resource.ts";
import type { ResourceType } from "./schema/attribute.ts";
import { findExtension } from "./schema/lookup.ts";
import { isUrn, withSchemas } from "./stored.ts";

// A client that leaves these out does not manage them: clearing them would reactivate a leaver or break the match.
const keptWhenAbsent = ["active", "externalId"] as const;

/**
 * PUT (RFC 7644 §3.5.1): the resource becomes what was sent. Attributes of the core and of extensions we know are
 * cleared when absent. Kept when absent, as the RFC leaves to the service: `active`, `externalId`, and extensions we do
 * not know, which the client that sends this PUT may never have heard of (an empty one counts as absent).
 */
export function replaceResource(type: ResourceType, before: StoredResource, incoming: StoredResource): StoredResource {
  const after: JsonObject = { ...incoming };
  for (const name of keptWhenAbsent) {
    const value = before[name];
    if (after[name] === undefined && value !== undefined) after[name] = value;
  }
  const sent = new Set(Object.keys(incoming).map((key) => key.toLowerCase()));
  for (const [key, value] of Object.entries(before)) {
    const isForeign = isUrn(key) && !findExtension(type, key);
    if (isForeign && !sent.has(key.toLowerCase())) after[key] = value;
  }
  return assignDefaults(type, withSchemas(type, after));
}
