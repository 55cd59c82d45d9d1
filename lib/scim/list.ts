import { scimError } from "./error.ts";
import { readParameter } from "./parameters.ts";
import { type Projection, readProjection } from "./projection.ts";
import type { ResourceType } from "./schema/attribute.ts";
import { LIST_RESPONSE_URN } from "./schema/resource-types.ts";

/** How many resources a page has at most. */
export const MAX_RESULTS = 1_000;
/** How many resources a page has when the client does not say. */
export const DEFAULT_COUNT = 100;

// Larger offsets mean the same empty page and would overflow an integer column's arithmetic.
const MAX_INDEX = 2_147_483_647;

/** A query for a list of resources (RFC 7644 §3.4.2), checked but with `filter` and `sortBy` still as text. */
export interface ListQuery {
  /** Counts from 1. */
  startIndex: number;
  count: number;
  filter: string | undefined;
  sortBy: string | undefined;
  sortOrder: "ascending" | "descending";
  projection: Projection;
}

/** Reads the query of a list request. Parameters we do not know, such as Entra ID's `aadOptscim062020`, are ignored. */
export function readListQuery(params: URLSearchParams, type: ResourceType): ListQuery {
  return {
    startIndex: Math.max(readInteger(params, "startIndex") ?? 1, 1),
    count: Math.min(Math.max(readInteger(params, "count") ?? DEFAULT_COUNT, 0), MAX_RESULTS),
    filter: readFilter(params),
    sortBy: readParameter(params, "sortBy")?.trim() || undefined,
    sortOrder: readSortOrder(params),
    projection: readProjection(params, type),
  };
}

function readInteger(params: URLSearchParams, name: string): number | undefined {
  const text = readParameter(params, name)?.trim();
  if (!text) return undefined;
  if (!/^-?\d+$/.test(text)) throw scimError.invalidValue(`${name} must be a whole number.`);
  return Math.min(Number(text), MAX_INDEX);
}

/** A blank filter is refused: read as "no filter" it would answer a failed look-up with everybody. */
function readFilter(params: URLSearchParams): string | undefined {
  const filter = readParameter(params, "filter", scimError.invalidFilter);
  if (filter?.trim() === "") throw scimError.invalidFilter("The filter is empty. Leave the parameter out instead.");
  return filter;
}

function readSortOrder(params: URLSearchParams): ListQuery["sortOrder"] {
  const order = readParameter(params, "sortOrder")?.trim().toLowerCase() || "ascending";
  if (order === "ascending" || order === "descending") return order;
  throw scimError.invalidValue("sortOrder must be ascending or descending.");
}

/** RFC 7644 §3.4.2. `totalResults` counts all matches; `itemsPerPage` what this page really holds. */
export function listResponse<Resource>(
  resources: readonly Resource[],
  { totalResults, startIndex }: { totalResults: number; startIndex: number },
) {
  return {
    schemas: [LIST_RESPONSE_URN],
    totalResults,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}
