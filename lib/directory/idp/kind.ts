import { scimError } from "#lib/scim/error.ts";
import { isoTime } from "#lib/scim/iso-time.ts";
import type { ListQuery } from "#lib/scim/list.ts";
import { EVERYTHING, type Projection, project } from "#lib/scim/projection.ts";
import type { ShownResource, StoredResource } from "#lib/scim/resource.ts";
import type { ResourceType } from "#lib/scim/schema/attribute.ts";
import { type GroupRef, locationOf, type MemberRef, showResource } from "#lib/scim/show.ts";
import { showText } from "#lib/scim/show-text.ts";
import type { IdpContext } from "../context.ts";
import type { ListRequest, ListResult, PageOfAll, ResourceRow, UnreadUser } from "../rows.ts";
import type { Outcome } from "./log-entry.ts";
import { readOutcome } from "./read-outcome.ts";
import { speaker } from "./words.ts";

/** Users or groups, as far as reading them goes: what is the same for both is written once, on this. */
export interface Kind<Row extends ResourceRow> {
  readonly type: ResourceType;
  /** In the log's words: "users", "groups". */
  readonly plural: string;
  /** What one is called in the middle of a sentence of the log: "Ann Doe", "the group Sales". */
  called(stored: StoredResource): string;
  targetOf(row: ResourceRow): NonNullable<Outcome["target"]>;
  find(id: string, projection: Projection): Promise<Row | undefined>;
  list(request: ListRequest, query: ListQuery): Promise<ListResult<Row>>;
  /** A page of all, unread, where there are so many that it is worth while. */
  everybody?(page: PageOfAll, query: ListQuery): Promise<ListResult<UnreadUser>>;
}

type Joined = { groups?: readonly GroupRef[] | undefined; members?: readonly MemberRef[] | undefined };
type RowParts = ResourceRow & Joined;

/** What is not in a row's document. */
const partsOf = (ctx: IdpContext, row: Omit<ResourceRow, "stored"> & Joined) => ({
  id: row.id,
  meta: { created: isoTime(row.createdAt), lastModified: isoTime(row.updatedAt), version: row.version },
  baseUrl: ctx.baseUrl,
  groups: row.groups,
  members: row.members,
});

/** A row as the IdP receives it, before any projection. */
export const showRow = (ctx: IdpContext, type: ResourceType, row: RowParts): ShownResource =>
  showResource(type, { ...partsOf(ctx, row), stored: row.stored });

/** The JSON of an unread row as the IdP receives it, when the projection keeps all that is stored. */
export const unreadText = (ctx: IdpContext, type: ResourceType, row: UnreadUser): string =>
  showText(type, row.json, partsOf(ctx, row)) ??
  JSON.stringify(project(type, showRow(ctx, type, readRow(row)), EVERYTHING));

export const readRow = ({ json, ...row }: UnreadUser) => ({ ...row, stored: JSON.parse(json) as StoredResource });

/** @throws ScimError notFound for an absent row */
export function requireRow<Row>(row: Row | undefined, { type }: { type: ResourceType }, id: string): Row {
  if (!row) throw scimError.notFound(`There is no ${type.name.toLowerCase()} with id "${id}" in this directory.`);
  return row;
}

/** RFC 7644 §3.4.1. @throws ScimError notFound */
export async function getResource<Row extends ResourceRow>(
  ctx: IdpContext,
  kind: Kind<Row>,
  id: string,
  projection: Projection,
) {
  const row = requireRow(await kind.find(id, projection), kind, id);
  const resource = project(kind.type, showRow(ctx, kind.type, row), projection);
  const sentence = `${speaker(ctx.directory.provider)} read ${kind.called(row.stored)}.`;
  return {
    shown: resource,
    version: row.version,
    location: locationOf(ctx.baseUrl, kind.type.endpoint, row.id),
    outcome: readOutcome(sentence, resource, kind.targetOf(row)),
  };
}
