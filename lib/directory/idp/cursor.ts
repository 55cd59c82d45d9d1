import { scimError } from "#lib/scim/error.ts";
import type { ListQuery } from "#lib/scim/list.ts";
import type { IdpContext } from "../context.ts";

/** Seconds in which a cursor can be used; announced in ServiceProviderConfig (RFC 9865 §4). */
export const CURSOR_TIMEOUT_S = 3_600;

/**
 * Where a page begins: after the resource with this id, or, in a list with an order of its own, at an offset. `total` is
 * what the first page has counted: the pages behind it say the same, and do not count again.
 */
export interface PageStart {
  readonly after?: string;
  readonly offset: number;
  readonly total?: number;
  /** In a list over several types: the one that `after` is of; those before it are done. */
  readonly type?: string;
}

/** A cursor is good for the question it was given out for, in the directory it was given out in, and for nothing else. */
const contextOf = (ctx: IdpContext, resource: string, { filter, sortBy, sortOrder }: ListQuery) =>
  JSON.stringify([ctx.directory.id, resource, filter ?? null, sortBy ?? null, sortOrder]);

/** RFC 9865 §2. @throws ScimError invalidCursor, expiredCursor */
export function openCursor(ctx: IdpContext, resource: string, query: ListQuery): PageStart {
  const { cursor = "" } = query;
  if (cursor === "") return { after: "", offset: 0 };
  const text = ctx.sealed.open(cursor, contextOf(ctx, resource, query));
  if (text === undefined) {
    throw scimError.invalidCursor("This cursor was not given out for this query. Begin again with an empty one.");
  }
  const { expires, ...start } = JSON.parse(text) as PageStart & { expires: number };
  if (expires * 1_000 < ctx.now().getTime()) {
    throw scimError.expiredCursor(`A cursor can be used for ${CURSOR_TIMEOUT_S} s. Begin again with an empty one.`);
  }
  return start;
}

export function giveCursor(ctx: IdpContext, resource: string, query: ListQuery, start: PageStart): string {
  const expires = Math.floor(ctx.now().getTime() / 1_000) + CURSOR_TIMEOUT_S;
  return ctx.sealed.seal(JSON.stringify({ ...start, expires }), contextOf(ctx, resource, query));
}
