import { parseFilter } from "#lib/scim/filter/parse.ts";
import { type ListQuery, listResponse, type PagePosition } from "#lib/scim/list.ts";
import { project } from "#lib/scim/projection.ts";
import { keepsAllStored, listText } from "#lib/scim/show-text.ts";
import { readSort } from "#lib/scim/sort.ts";
import type { IdpContext } from "../context.ts";
import type { ListResult, ResourceRow } from "../rows.ts";
import { giveCursor, openCursor, type PageStart } from "./cursor.ts";
import { deviationsOf } from "./deviations.ts";
import { type Kind, readRow, showRow, unreadText } from "./kind.ts";
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
  const asked = { ctx, kind, query, offset: sort && start.offset };
  if (kind.everybody && !filter && !sort && keepsAllStored(query.projection)) {
    return answerWith(asked, await kind.everybody(request, query), {
      bodyOf: (rows, position) =>
        listText(
          rows.map((row) => unreadText(ctx, kind.type, row)),
          position,
        ),
      targetOf: (row) => kind.targetOf(readRow(row)),
    });
  }
  return answerWith(asked, await kind.list(request, query), {
    bodyOf: (rows, position) =>
      listResponse(
        rows.map((row) => project(kind.type, showRow(ctx, kind.type, row), query.projection)),
        position,
      ),
    targetOf: kind.targetOf,
  });
}

interface Asked {
  readonly ctx: IdpContext;
  readonly kind: Pick<Kind<ResourceRow>, "plural">;
  readonly query: ListQuery;
  /** How many were passed over, in a list with an order of its own. */
  readonly offset: number | undefined;
}

/** What becomes of rows, read or unread. */
interface Showing<Row> {
  bodyOf(rows: readonly Row[], position: PagePosition): unknown;
  targetOf(row: Row): Outcome["target"];
}

function answerWith<Row extends { readonly id: string }>(
  { ctx, kind: { plural }, query, offset }: Asked,
  { totalResults, rows }: ListResult<Row>,
  { bodyOf, targetOf }: Showing<Row>,
) {
  const shown = rows.slice(0, query.count);
  const last = rows.length > query.count ? shown.at(-1) : undefined;
  const next = last && {
    ...(offset === undefined ? { after: last.id, offset: 0 } : { offset: offset + query.count }),
    total: totalResults,
  };
  const [only] = rows;
  return {
    body: bodyOf(shown, positionOf(ctx, plural, query, totalResults, next)),
    outcome: saidOf(ctx, plural, query, totalResults, totalResults === 1 && only ? targetOf(only) : undefined),
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
