import type { ListRequest, ListResult, ResourceRow } from "#lib/directory/context.ts";
import type { StoredResource } from "#lib/scim/resource.ts";
import { guarded } from "./failure.ts";
import { filterSql, isUuid } from "./filter-sql.ts";
import type { FilterTable } from "./filter-tables.ts";
import { sortSql } from "./sort-sql.ts";
import type { Sql, SqlParameter } from "./sql.ts";

/** A table whose rows are resources of directories, called `r` in columns and filters. */
export interface ResourceTable {
  readonly name: "directory_user" | "directory_group";
  readonly filters: FilterTable;
}

const COLUMNS = "r.id, r.resource, r.version, r.created_at, r.updated_at";

interface Loaded extends Record<string, unknown> {
  id: string;
  resource: StoredResource;
  version: number;
  created_at: Date;
  updated_at: Date;
}

/** What was loaded besides (`groups`, `members`) goes along under its name. */
function toRow<Row extends ResourceRow>({ resource, created_at, updated_at, ...rest }: Loaded): Row {
  return { ...rest, stored: resource, createdAt: created_at, updatedAt: updated_at } as unknown as Row;
}

/** One resource; undefined for an id that is nobody's, whatever it looks like. */
export async function findRow<Row extends ResourceRow>(
  sql: Sql,
  { name }: ResourceTable,
  directoryId: string,
  id: string,
  extraColumns: readonly string[],
): Promise<Row | undefined> {
  if (!isUuid(id)) return undefined;
  const columns = [COLUMNS, ...extraColumns].join(", ");
  const statement = `select ${columns} from ${name} r where r.directory_id = $1 and r.id = $2::uuid`;
  const [row] = await guarded(() => sql.query<Loaded>(statement, [directoryId, id]));
  return row && toRow<Row>(row);
}

/** One page and the number of all matches, in one round trip. */
export async function listRows<Row extends ResourceRow>(
  sql: Sql,
  { name, filters }: ResourceTable,
  directoryId: string,
  request: ListRequest,
  extraColumns: readonly string[],
): Promise<ListResult<Row>> {
  const { filter, sort, offset, after, count } = request;
  const parameters: SqlParameter[] = [directoryId, count, offset, after && isUuid(after) ? after : null];
  const condition = filter && filterSql(filter, filters, parameters.length + 1);
  parameters.push(...(condition?.parameters ?? []));
  const order = sortSql(sort, filters, parameters.length + 1);
  parameters.push(...order.parameters);
  const where = `r.directory_id = $1${condition ? ` and ${condition.sql}` : ""}`;
  const columns = [COLUMNS, ...extraColumns].join(", ");
  const statement = `
    select t.total, p.* from (select count(*)::int as total from ${name} r where ${where}) t
    left join lateral (
      select ${columns} from ${name} r where ${where} and ($4::uuid is null or r.id > $4::uuid)
      order by ${order.sql} limit $2 offset $3
    ) p on true`;
  const rows = await guarded(() => sql.query<Loaded & { total: number }>(statement, parameters));
  const found = rows.filter(({ id }) => id !== null).map(({ total: _, ...row }) => toRow<Row>(row as Loaded));
  return { totalResults: rows[0]?.total ?? 0, rows: found };
}
