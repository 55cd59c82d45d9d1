import type { ListRequest, ListResult } from "#lib/directory/context.ts";
import { guarded } from "./failure.ts";
import { filterSql, isUuid } from "./filter-sql.ts";
import type { FilterTable } from "./filter-tables.ts";
import { sortSql } from "./sort-sql.ts";
import type { Sql, SqlParameter } from "./sql.ts";

/** A table whose rows are resources of directories, called `r` in its columns and filters. */
export interface ResourceTable {
  readonly name: "directory_user" | "directory_group";
  readonly columns: string;
  readonly filters: FilterTable;
}

/** One page and the number of all matches, in one round trip. */
export async function listRows<Row extends Record<string, unknown>, Result>(
  sql: Sql,
  { name, columns, filters }: ResourceTable,
  directoryId: string,
  request: ListRequest,
  toResult: (row: Row) => Result,
): Promise<ListResult<Result>> {
  const { filter, sort, offset, after, count } = request;
  const parameters: SqlParameter[] = [directoryId, count, offset, after && isUuid(after) ? after : null];
  const condition = filter && filterSql(filter, filters, parameters.length + 1);
  parameters.push(...(condition?.parameters ?? []));
  const order = sortSql(sort, filters, parameters.length + 1);
  parameters.push(...order.parameters);
  const where = `r.directory_id = $1${condition ? ` and ${condition.sql}` : ""}`;
  const statement = `
    select t.total, p.* from (select count(*)::int as total from ${name} r where ${where}) t
    left join lateral (
      select ${columns} from ${name} r where ${where} and ($4::uuid is null or r.id > $4::uuid)
      order by ${order.sql} limit $2 offset $3
    ) p on true`;
  const rows = await guarded(() => sql.query<Row & { total: number }>(statement, parameters));
  return { totalResults: rows[0]?.total ?? 0, rows: rows.filter(({ id }) => id !== null).map(toResult) };
}
