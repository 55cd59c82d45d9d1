import type { Scope } from "#lib/contract/scopes.ts";
import { parseRootFilter } from "#lib/scim/filter/root.ts";
import { type ListQuery, listResponse } from "#lib/scim/list.ts";
import { project } from "#lib/scim/projection.ts";
import type { ShownResource } from "#lib/scim/resource.ts";
import type { ResourceType } from "#lib/scim/schema/attribute.ts";
import { readRootSort } from "#lib/scim/sort.ts";
import type { IdpContext } from "../context.ts";
import type { ListRequest, ResourceRow } from "../rows.ts";
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
  const asked = readable.flatMap((kind) => {
    const filter = filters?.get(kind.type) ?? "everything";
    if (filter === "nothing") return [];
    const request = { filter: filter === "everything" ? undefined : filter, sort: sorts.get(kind.type) };
    return [{ kind, request, query: read(kind.type) }];
  });
  const start = query.cursor === undefined ? undefined : openCursor(ctx, name, query);
  const isByIndex = start === undefined || sorts.size > 0;
  const page = isByIndex
    ? await pageAt(asked, query, start?.offset ?? query.startIndex - 1)
    : await pageAfter(asked, query, start);
  const body = listResponse(page.shown, positionOf(ctx, name, query, page.totalResults, page.next));
  return { body, outcome: saidOf(ctx, "resources", query, page.totalResults, undefined) };
}

/** One type of a query over several: what it is asked, and how its resources are to be shown. */
interface Asked {
  readonly kind: AnyKind;
  readonly request: Pick<ListRequest, "filter" | "sort">;
  readonly query: ListQuery;
}

interface Page {
  readonly totalResults: number;
  readonly shown: readonly ShownResource[];
  readonly next: PageStart | undefined;
}

/** By the number of resources to pass over, whatever their type. */
async function pageAt(asked: readonly Asked[], { count }: ListQuery, start: number): Promise<Page> {
  const shown: ShownResource[] = [];
  let totalResults = 0;
  for (const { kind, request, query } of asked) {
    const offset = Math.max(0, start - totalResults);
    const found = await kind.page({ ...request, offset, after: undefined, count: count - shown.length }, query);
    totalResults += found.totalResults;
    shown.push(...found.resources);
  }
  const end = start + shown.length;
  return { totalResults, shown, next: count > 0 && end < totalResults ? { offset: end } : undefined };
}

/** Behind the last resource of the page before: nobody is missed or doubled when others leave meanwhile. */
async function pageAfter(asked: readonly Asked[], { count }: ListQuery, start: PageStart): Promise<Page> {
  const from = Math.max(
    0,
    asked.findIndex(({ kind }) => kind.type.name === start.type),
  );
  const isCounted = start.total !== undefined;
  // One more than is shown tells whether there is another page.
  const wanted = count > 0 ? count + 1 : 0;
  const found: { type: string; resource: ShownResource }[] = [];
  let totalResults = start.total ?? 0;
  for (const [index, { kind, request, query }] of asked.entries()) {
    const left = wanted - found.length;
    if (isCounted && (index < from || left === 0)) continue;
    const after = index === from ? (start.after ?? "") : "";
    const page = await kind.page({ ...request, offset: 0, after, count: left, total: start.total }, query);
    if (!isCounted) totalResults += page.totalResults;
    found.push(...page.resources.map((resource) => ({ type: kind.type.name, resource })));
  }
  const kept = found.slice(0, count);
  const last = found.length > count ? kept.at(-1) : undefined;
  const next = last && { type: last.type, after: last.resource.id, offset: 0, total: totalResults };
  return { totalResults, shown: kept.map(({ resource }) => resource), next };
}
