import { formatVersion } from "./etag.ts";
import type { JsonObject, Meta, ShownResource, StoredResource } from "./resource.ts";
import type { ResourceType } from "./schema/attribute.ts";

export interface GroupRef {
  value: string;
  display: string;
}

export interface MemberRef {
  value: string;
  display?: string | undefined;
  type: "User" | "Group";
}

/** What a resource is put together from. `groups` and `members` are absent where they were not loaded. */
export interface ResourceParts {
  id: string;
  stored: StoredResource;
  meta: { created: string; lastModified: string; version: number };
  /** The service's own address, without a slash at the end. */
  baseUrl: string;
  groups?: readonly GroupRef[] | undefined;
  members?: readonly MemberRef[] | undefined;
}

/** The absolute address of a resource. */
export function locationOf(baseUrl: string, endpoint: ResourceType["endpoint"], id: string): string {
  return `${baseUrl}/scim/v2/${endpoint}/${encodeURIComponent(id)}`;
}

/** Joins what is stored with what only we may write: the resource as an IdP receives it, before any projection. */
export function showResource(type: ResourceType, parts: ResourceParts): ShownResource {
  const { schemas, ...attributes } = withoutNulls(parts.stored);
  return {
    schemas: [...schemas],
    id: parts.id,
    ...attributes,
    ...relationsOf(type, parts),
    meta: { ...metaOf(type, parts) },
  };
}

export type JoinedParts = Omit<ResourceParts, "stored">;

/** RFC 7643 §3.1. */
export const metaOf = (type: ResourceType, { id, meta, baseUrl }: JoinedParts): Meta => ({
  resourceType: type.name,
  created: meta.created,
  lastModified: meta.lastModified,
  location: locationOf(baseUrl, type.endpoint, id),
  version: formatVersion(meta.version),
});

/** A user's groups or a group's members, where they were loaded. */
export const relationsOf = (type: ResourceType, parts: JoinedParts): JsonObject =>
  type.name === "User" ? userParts(parts) : groupParts(parts);

/** RFC 7643 §2.5: null is the same as absent. `active` is stored so when it was taken away from somebody inactive. */
function withoutNulls(stored: StoredResource): StoredResource {
  if (stored.active !== null) return stored;
  const { active: _, ...others } = stored;
  return others as StoredResource;
}

function userParts({ baseUrl, groups }: JoinedParts): JsonObject {
  return groups ? { groups: groups.map((group) => showGroup(group, baseUrl)) } : {};
}

const showGroup = ({ value, display }: GroupRef, baseUrl: string): JsonObject => ({
  value,
  display,
  type: "direct",
  $ref: locationOf(baseUrl, "Groups", value),
});

function groupParts({ baseUrl, members }: JoinedParts): JsonObject {
  return members ? { members: members.map((member) => showMember(member, baseUrl)) } : {};
}

const showMember = ({ value, display, type }: MemberRef, baseUrl: string): JsonObject => ({
  value,
  ...(display !== undefined && { display }),
  type,
  $ref: locationOf(baseUrl, `${type}s`, value),
});
