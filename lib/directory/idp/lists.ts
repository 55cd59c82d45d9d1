import { parseFilter } from "#lib/scim/filter/parse.ts";
import { parseRootFilter } from "#lib/scim/filter/root.ts";
import type { Filter } from "#lib/scim/filter/tree.ts";
import { type ListQuery, listResponse, type PagePosition } from "#lib/scim/list.ts";
import { project } from "#lib/scim/projection.ts";
import type { ShownResource } from "#lib/scim/resource.ts";
import type { ResourceType } from "#lib/scim/schema/attribute.ts";
import { readRootSort, readSort } from "#lib/scim/sort.ts";
import type { IdpContext, ListRequest, ListResult } from "../context.ts";
import { giveCursor, openCursor, type PageStart } from "./cursor.ts";
import { deviationsOf } from "./deviations.ts";
import type { Outcome } from "./log-entry.ts";
import { readOutcome } from "./read-outcome.ts";
import { speaker } from "./words.ts";

/** What lists have to know of users or groups. */
export interface Listable<Row> {
  readonly type: ResourceType;
  /** In the log's words: "users", "groups". */
  readonly plural: string;
  list(request: ListRequest, query: ListQuery): Promise<ListResult<Row>>;
  show(row: Row): ShownResource;
  targetOf(row: Row): Outcome["target"];
}

/** RFC 7644 §3.4.2, RFC 9865. @throws ScimError invalidFilter, invalidValue, invalidCursor, expiredCursor */
export async function listResources<Row extends { id: string }>(
  ctx: IdpContext,
  kind: Listable<Row>,
  query: ListQuery,
) {
  const note = deviationsOf(ctx);
  const filter = query.filter === undefined ? undefined : parseFilter(query.filter, kind.type, note);
  const sort = readSort(query, kind.type, note);
  const byCursor = query.cursor !== undefined;
  const start = byCursor ? openCursor(ctx, kind.plural, query) : { offset: query.startIndex - 1 };
  const request = {
    filter,
    sort,
    offset: start.offset,
    after: sort ? undefined : start.after,
    // One more than is shown tells whether there is another page.
    count: byCursor && query.count > 0 ? query.count + 1 : query.count,
  };
  const { totalResults, rows } = await kind.list(request, query);
  const shown = rows.slice(0, query.count);
  const last = rows.length > query.count ? shown.at(-1) : undefined;
  const next = last && (sort ? { offset: start.offset + query.count } : { after: last.id, offset: 0 });
  const position = positionOf(ctx, kind.plural, query, totalResults, next);
  const body = listResponse(
    shown.map((row) => project(kind.type, kind.show(row), query.projection)),
    position,
  );
  const [only] = rows;
  return {
    body,
    outcome: saidOf(
      ctx,
      kind.plural,
      query,
      totalResults,
      totalResults === 1 && only ? kind.targetOf(only) : undefined,
    ),
  };
}

function positionOf(
  ctx: IdpContext,
  resource: string,
  query: ListQuery,
  totalResults: number,
  next: PageStart | undefined,
): PagePosition {
  if (query.cursor === undefined) return { totalResults, startIndex: query.startIndex };
  return { totalResults, nextCursor: next && giveCursor(ctx, resource, query, next) };
}

function saidOf(ctx: IdpContext, plural: string, query: ListQuery, found: number, target: Outcome["target"]): Outcome {
  const asked = query.filter ? `looked for ${plural} with ${query.filter}` : `listed the ${plural}`;
  return readOutcome(`${speaker(ctx.directory.provider)} ${asked}: ${found} found.`, null, target);
}

/** Users or groups where it does not matter which: a page of them as they are shown. */
export interface ListablePages {
  readonly type: ResourceType;
  page(request: ListRequest, query: ListQuery): Promise<{ totalResults: number; resources: ShownResource[] }>;
}

export const pagesOf = <Row>(kind: Listable<Row>): ListablePages => ({
  type: kind.type,
  async page(request, query) {
    const { totalResults, rows } = await kind.list(request, query);
    return { totalResults, resources: rows.map((row) => project(kind.type, kind.show(row), query.projection)) };
  },
});

/** One page over several types: all of the first, then all of the second. */
const EVERYTHING = "resources";

/**
 * A query at the root (RFC 7644 §3.4.2.1): users first, then groups. `queries` has the same question for each type,
 * because each shows other attributes. @throws ScimError as listResources
 */
export async function listEverything(ctx: IdpContext, kinds: readonly ListablePages[], queries: readonly ListQuery[]) {
  const [query] = queries;
  if (!query) throw new Error("A root query needs the question for each type.");
  const note = deviationsOf(ctx);
  const types = kinds.map(({ type }) => type);
  const filters = query.filter === undefined ? undefined : parseRootFilter(query.filter, types, note);
  const sorts = readRootSort(query, types, note);
  const start = query.cursor === undefined ? query.startIndex - 1 : openCursor(ctx, EVERYTHING, query).offset;
  const shown: ShownResource[] = [];
  let totalResults = 0;
  for (const [index, kind] of kinds.entries()) {
    const filter = filters?.get(kind.type) ?? "everything";
    if (filter === "nothing") continue;
    const own = queries[index] ?? query;
    const request = {
      filter: filter === "everything" ? undefined : (filter as Filter),
      sort: sorts.get(kind.type),
      offset: Math.max(0, start - totalResults),
      after: undefined,
      count: query.count - shown.length,
    };
    const found = await kind.page(request, own);
    totalResults += found.totalResults;
    shown.push(...found.resources);
  }
  const end = start + shown.length;
  const next = query.count > 0 && end < totalResults ? { offset: end } : undefined;
  const body = listResponse(shown, positionOf(ctx, EVERYTHING, query, totalResults, next));
  return { body, outcome: saidOf(ctx, EVERYTHING, query, totalResults, undefined) };
}
