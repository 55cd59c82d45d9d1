import type { JsonObject, StoredResource } from "./resource.ts";
import type { ResourceType } from "./schema/attribute.ts";

/** Whether a key of a resource is an extension's URN rather than an attribute's name. */
export function isUrn(key: string): boolean {
  return key.slice(0, 4).toLowerCase() === "urn:";
}

/**
 * Makes attributes a stored resource: `schemas` first, naming the core schema and every extension that has content
 * (RFC 7643 §3), extensions without content left out.
 */
export function withSchemas(type: ResourceType, attributes: JsonObject): StoredResource {
  const { schemas: _, ...others } = attributes;
  const filled = Object.entries(others).filter(([key, value]) => !isUrn(key) || hasContent(value));
  const urns = filled.map(([key]) => key).filter(isUrn);
  return { schemas: [type.schema.id, ...urns], ...Object.fromEntries(filled) };
}

function hasContent(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}
