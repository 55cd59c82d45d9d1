import type { Deviation } from "./deviation.ts";

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

/** RFC 7643 §3.1. `version` is the ETag, `W/"<row version>"`; `location` is absolute. */
export interface Meta {
  resourceType: "User" | "Group";
  created: string;
  lastModified: string;
  location: string;
  version: string;
}

/**
 * A SCIM resource as it is stored: canonical attribute names, extension attributes under their URN,
 * nothing that is read-only for the client (`id`, `meta`, `groups`, a group's `members`): those are joined when it is shown.
 */
export type StoredResource = JsonObject & { schemas: string[] };

/** A SCIM resource as an IdP receives it. */
export type ShownResource = JsonObject & { schemas: string[]; id: string };

/** Told of each deviation from the RFCs that was tolerated in a request. Shown in the provisioning log. */
export type NoteDeviation = (deviation: Deviation) => void;
