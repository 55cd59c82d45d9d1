import type { Scope } from "#lib/contract/scopes.ts";
import { parseRootFilter } from "#lib/scim/filter/root.ts";
import { type ListQuery, listResponse } from "#lib/scim/list.ts";
import { project } from "#lib/scim/projection.ts";
import type { ShownResource } from "#lib/scim/resource.ts";
import type { ResourceType } from "#lib/scim/schema/attribute.ts";
import { readRootSort } from "#lib/scim/sort.ts";
import type { IdpContext, ListRequest, ResourceRow } from "../context.ts";
import { openCursor, type PageStart } from "./cursor.ts";
import { deviationsOf } from "./deviations.ts";
import { groupsOf } from "./groups.ts";
import { type Kind, showRow } from "./kind.ts";
import { positionOf, saidOf } from "./lists.ts";
import { requireAnyScope } from "./scope.ts";
import { usersOf } from "./users.ts";

/** Users or groups where it does not matter which: a page of them as they are shown. */
interface AnyKind {
  readonly type: ResourceType;
  readonly scope: Scope;
  page(request: ListRequest, query: ListQuery): Promise<{ totalResults: number; resources: ShownResource[] }>;
}

const anyKind = <Row extends ResourceRow>(ctx: IdpContext, kind: Kind<Row>, scope: Scope): AnyKind => ({
  type: kind.type,
  scope,
  async page(request, query) {
    const { totalResults, rows } = await kind.list(request, query);
    const resources = rows.map((row) => project(kind.type, showRow(ctx, kind.type, row), query.projection));
    return { totalResults, resources };
  },
});

/**
 * A query at the root (RFC 7644 §3.4.2.1): users first, then groups, each in the order asked for. A type that the token
 * may not read is left out as if there were none of it. `read` gives the question as each type understands it, because
 * each shows other attributes. @throws ScimError 403 for a token that may read neither, else as listResources
 */
export async function listEverything(ctx: IdpContext, read: (type: ResourceType) => ListQuery) {
  const kinds = [anyKind(ctx, usersOf(ctx), "get:users"), anyKind(ctx, groupsOf(ctx), "get:groups")];
  const scopes = kinds.map(({ scope }) => scope);
  requireAnyScope(ctx, scopes);
  const readable = kinds.filter(({ scope }) => ctx.scopes.includes(scope));
  const query = read(ctx.types.User);
  const note = deviationsOf(ctx);
  const types = kinds.map(({ type }) => type);
  const filters = query.filter === undefined ? undefined : parseRootFilter(query.filter, types, note);
  const sorts = readRootSort(query, types, note);
  const name = readable.map(({ scope }) => scope).join(" ");
  const start = query.cursor === undefined ? query.startIndex - 1 : openCursor(ctx, name, query).offset;
  const shown: ShownResource[] = [];
  let totalResults = 0;
  for (const { type, page } of readable) {
    const filter = filters?.get(type) ?? "everything";
    if (filter === "nothing") continue;
    const found = await page(
      {
        filter: filter === "everything" ? undefined : filter,
        sort: sorts.get(type),
        offset: Math.max(0, start - totalResults),
        after: undefined,
        count: query.count - shown.length,
      },
      read(type),
    );
    totalResults += found.totalResults;
    shown.push(...found.resources);
  }
  const end = start + shown.length;
  const next: PageStart | undefined = query.count > 0 && end < totalResults ? { offset: end } : undefined;
  const body = listResponse(shown, positionOf(ctx, name, query, totalResults, next));
  return { body, outcome: saidOf(ctx, "resources", query, totalResults, undefined) };
}
