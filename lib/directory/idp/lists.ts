import { parseFilter } from "#lib/scim/filter/parse.ts";
import { type ListQuery, listResponse, type PagePosition } from "#lib/scim/list.ts";
import { project } from "#lib/scim/projection.ts";
import { readSort } from "#lib/scim/sort.ts";
import type { IdpContext, ResourceRow } from "../context.ts";
import { giveCursor, openCursor, type PageStart } from "./cursor.ts";
import { deviationsOf } from "./deviations.ts";
import { type Kind, showRow } from "./kind.ts";
import type { Outcome } from "./log-entry.ts";
import { readOutcome } from "./read-outcome.ts";
import { speaker } from "./words.ts";

/** RFC 7644 §3.4.2, RFC 9865. @throws ScimError invalidFilter, invalidValue, invalidCursor, expiredCursor */
export async function listResources<Row extends ResourceRow>(ctx: IdpContext, kind: Kind<Row>, query: ListQuery) {
  const note = deviationsOf(ctx);
  const filter = query.filter === undefined ? undefined : parseFilter(query.filter, kind.type, note);
  const sort = readSort(query, kind.type, note);
  const byCursor = query.cursor !== undefined;
  const start: PageStart = byCursor ? openCursor(ctx, kind.plural, query) : { offset: query.startIndex - 1 };
  const request = {
    filter,
    sort,
    offset: start.offset,
    after: sort ? undefined : start.after,
    // One more than is shown tells whether there is another page.
    count: byCursor && query.count > 0 ? query.count + 1 : query.count,
    total: start.total,
  };
  const { totalResults, rows } = await kind.list(request, query);
  const shown = rows.slice(0, query.count);
  const last = rows.length > query.count ? shown.at(-1) : undefined;
  const next = last && {
    ...(sort ? { offset: start.offset + query.count } : { after: last.id, offset: 0 }),
    total: totalResults,
  };
  const position = positionOf(ctx, kind.plural, query, totalResults, next);
  const body = listResponse(
    shown.map((row) => project(kind.type, showRow(ctx, kind.type, row), query.projection)),
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

/** Where the page stands, by index or by cursor, whichever was asked for. */
export function positionOf(
  ctx: IdpContext,
  resource: string,
  query: ListQuery,
  totalResults: number,
  next: PageStart | undefined,
): PagePosition {
  if (query.cursor === undefined) return { totalResults, startIndex: query.startIndex };
  return { totalResults, nextCursor: next && giveCursor(ctx, resource, query, next) };
}

/** The log's word about a list. */
export function saidOf(
  ctx: IdpContext,
  plural: string,
  query: ListQuery,
  found: number,
  target: Outcome["target"],
): Outcome {
  const asked = query.filter ? `looked for ${plural} with ${query.filter}` : `listed the ${plural}`;
  return readOutcome(`${speaker(ctx.directory.provider)} ${asked}: ${found} found.`, null, target);
}
