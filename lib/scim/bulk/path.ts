import { scimError } from "../error.ts";
import type { ResourceType } from "../schema/attribute.ts";
import { resourceTypes } from "../schema/resource-types.ts";

/** Longer than any id or bulkId, percent-encoded. */
const MAX_SEGMENT = 1_024;

export interface BulkPath {
  readonly endpoint: ResourceType["endpoint"];
  readonly id?: string;
}

/**
 * Reads the path of a bulk operation: `/Users`, `/Groups/{id}`, `/Users/bulkId:…`, relative to the service's root and
 * never an address. Throws invalidPath for everything else, other endpoints included.
 */
export function readBulkPath(text: string): BulkPath {
  const path = findBulkPath(text);
  if (path) return path;
  throw scimError.invalidPath(`"${text.slice(0, 60)}" is not /Users or /Groups, alone or with an id.`);
}

/** The same; undefined where `readBulkPath` throws. */
export function findBulkPath(text: string): BulkPath | undefined {
  const segments = text.trim().replace(/^\//, "").replace(/\/$/, "").split("/");
  const [first = "", segment] = segments;
  const type = resourceTypes.find(({ endpoint }) => endpoint.toLowerCase() === first.toLowerCase());
  if (!type || segments.length > 2) return undefined;
  if (segment === undefined) return { endpoint: type.endpoint };
  const id = findId(segment);
  return id === undefined ? undefined : { endpoint: type.endpoint, id };
}

const notAnId = new Set(["", ".", "..", ".search"]);

function findId(segment: string): string | undefined {
  if (/[?#\\]/.test(segment) || segment.length > MAX_SEGMENT) return undefined;
  const id = decode(segment);
  return notAnId.has(id?.toLowerCase() ?? "") ? undefined : id;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
