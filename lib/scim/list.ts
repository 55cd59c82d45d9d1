import { scimError } from "./error.ts";
import { type Parameters, queryParameters } from "./parameters.ts";
import { type Projection, projectionOf } from "./projection.ts";
import type { ResourceType } from "./schema/attribute.ts";
import { LIST_RESPONSE_URN } from "./schema/resource-types.ts";

/** How many resources a page has at most. */
export const MAX_RESULTS = 1_000;
/** How many resources a page has when the client does not say. */
export const DEFAULT_COUNT = 100;

/** Longer than any cursor of ours; what is longer was not given out by us. */
const MAX_CURSOR_LENGTH = 2_048;

/** A query for a list of resources (RFC 7644 §3.4.2), checked but with `filter` and `sortBy` still as text. */
export interface ListQuery {
  /** Counts from 1. Says nothing where there is a cursor. */
  startIndex: number;
  count: number;
  /**
   * Where the page begins, in the storage's own words (RFC 9865). Empty: the first page, and the answer shall hold a
   * cursor for the next one. Undefined: pages by index.
   */
  cursor: string | undefined;
  filter: string | undefined;
  sortBy: string | undefined;
  sortOrder: "ascending" | "descending";
  projection: Projection;
}

/** Reads the query of a list request. Parameters we do not know, such as Entra ID's `aadOptscim062020`, are ignored. */
export function readListQuery(params: URLSearchParams, type: ResourceType): ListQuery {
  return listQueryOf(queryParameters(params), type);
}

/** Reads what a client asks for, wherever the parameters stand. */
export function listQueryOf(parameters: Parameters, type: ResourceType): ListQuery {
  const cursor = readCursor(parameters);
  return {
    startIndex: Math.max(parameters.integer("startIndex") ?? 1, 1),
    count: readCount(parameters, cursor),
    cursor,
    filter: readFilter(parameters),
    sortBy: parameters.text("sortBy")?.trim() || undefined,
    sortOrder: readSortOrder(parameters),
    projection: projectionOf(parameters, type),
  };
}

/** RFC 9865 §2: a cursor consists of characters that a URL need not escape. */
function readCursor(parameters: Parameters): string | undefined {
  const cursor = parameters.text("cursor")?.trim();
  if (cursor === undefined) return undefined;
  if (parameters.text("startIndex") !== undefined) {
    throw scimError.invalidValue("cursor and startIndex cannot be combined. Send one of them.");
  }
  if (cursor.length > MAX_CURSOR_LENGTH || !/^[\w.~-]*$/.test(cursor)) {
    throw scimError.invalidCursor("The cursor was not given out by this service. Begin again with an empty one.");
  }
  return cursor;
}

function readCount(parameters: Parameters, cursor: string | undefined): number {
  const refuse = cursor === undefined ? scimError.invalidValue : scimError.invalidCount;
  return Math.min(Math.max(parameters.integer("count", refuse) ?? DEFAULT_COUNT, 0), MAX_RESULTS);
}

/** A blank filter is refused: read as "no filter" it would answer a failed look-up with everybody. */
function readFilter(parameters: Parameters): string | undefined {
  const filter = parameters.text("filter", scimError.invalidFilter);
  if (filter?.trim() === "") throw scimError.invalidFilter("The filter is empty. Leave the parameter out instead.");
  return filter;
}

function readSortOrder(parameters: Parameters): ListQuery["sortOrder"] {
  const order = parameters.text("sortOrder")?.trim().toLowerCase() || "ascending";
  if (order === "ascending" || order === "descending") return order;
  throw scimError.invalidValue("sortOrder must be ascending or descending.");
}

/** Where a page stands among all matches: by index, or by cursor (RFC 9865), where a missing `nextCursor` is the end. */
export type PagePosition =
  | { readonly totalResults: number; readonly startIndex: number }
  | {
      readonly totalResults: number;
      readonly nextCursor: string | undefined;
      readonly previousCursor?: string | undefined;
    };

/** RFC 7644 §3.4.2. `totalResults` counts all matches; `itemsPerPage` what this page really holds. */
export function listResponse<Resource>(resources: readonly Resource[], position: PagePosition) {
  return {
    schemas: [LIST_RESPONSE_URN],
    totalResults: position.totalResults,
    ...("startIndex" in position ? { startIndex: position.startIndex } : cursorsOf(position)),
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

function cursorsOf({
  nextCursor,
  previousCursor,
}: {
  nextCursor: string | undefined;
  previousCursor?: string | undefined;
}) {
  return {
    ...(nextCursor !== undefined && { nextCursor }),
    ...(previousCursor !== undefined && { previousCursor }),
  };
}
