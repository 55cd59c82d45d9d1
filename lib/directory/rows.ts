/** Users and groups as the storage hands them out, and the pages that it is asked for. */
import type { PersonGroup } from "#lib/mapping/source.ts";
import type { Filter } from "#lib/scim/filter/tree.ts";
import type { StoredResource } from "#lib/scim/resource.ts";
import type { GroupRef, MemberRef } from "#lib/scim/show.ts";
import type { Sort } from "#lib/scim/sort.ts";
import type { MemberState } from "./membership.ts";

export interface ResourceRow {
  readonly id: string;
  readonly stored: StoredResource;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
export interface UserRow extends ResourceRow {
  /** Direct groups, by name; absent unless asked for. */
  readonly groups?: GroupRef[] | undefined;
  /** Groups the IdP wrote into the person; absent unless `member` is asked for. */
  readonly sent_groups?: readonly PersonGroup[] | null | undefined;
  /** The organization's member; absent unless asked for, null when there is none. */
  readonly member?: MemberState | null | undefined;
}
/** A user whose document is handed on as the database wrote it: reading and writing it again is most of what a page costs. */
export interface UnreadUser extends Omit<ResourceRow, "stored"> {
  /** The JSON of what `stored` would be. */
  readonly json: string;
  /** Direct groups, by name; absent unless asked for. */
  readonly groups?: GroupRef[] | undefined;
}
export interface GroupRow extends ResourceRow {
  /** Real members, by id; absent unless asked for. */
  readonly members?: MemberRef[] | undefined;
}

export interface ListRequest {
  readonly filter: Filter | undefined;
  /** Without it, the order of ids, which is the order of creation. */
  readonly sort: Sort | undefined;
  /** How many to pass over. */
  readonly offset: number;
  /** Only those with a greater id; empty: from the first. Costs the same however far back the page lies. */
  readonly after: string | undefined;
  readonly count: number;
  /** All matches, where an earlier page has counted them: then nobody does again. */
  readonly total?: number | undefined;
}
/** A page without filter and order of its own. */
export type PageOfAll = Pick<ListRequest, "offset" | "after" | "count" | "total">;
export interface ListResult<Row> {
  readonly totalResults: number;
  readonly rows: Row[];
}
