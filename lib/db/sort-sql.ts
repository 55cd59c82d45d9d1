import type { Sort } from "#lib/scim/sort.ts";
import type { FilterTable } from "./filter-tables.ts";
import type { SqlParameter } from "./sql.ts";

/** An ORDER BY over the row `r`, ties by id, and the parameters it binds, numbered from `first`. */
export interface SortSql {
  readonly sql: string;
  readonly parameters: SqlParameter[];
}

/**
 * The order that lib/scim/sort.ts means: texts as they are folded in the search document and by code point, of a
 * multi-valued attribute the primary value or else the first, absent values last when ascending and first when
 * descending, which is what PostgreSQL does with nulls.
 */
export function sortSql(sort: Sort | undefined, table: FilterTable, first: number): SortSql {
  if (!sort) return { sql: "r.id", parameters: [] };
  const direction = sort.descending ? "desc" : "asc";
  const path = sort.ref.keys.join(".").toLowerCase();
  const column = table.columns.get(path);
  if (column) {
    const isText = column.type === "text" || column.type === "folded";
    return { sql: `${column.sql}${isText ? ' collate "C"' : ""} ${direction}, r.id`, parameters: [] };
  }
  const parameters: SqlParameter[] = [];
  const value = valueAt(sort, (parameter) => `$${parameters.push(parameter) + first - 1}`);
  return { sql: `${keyOf(sort, value)} ${direction}, r.id`, parameters };
}

function valueAt({ ref }: Sort, bind: (parameter: readonly string[]) => string): string {
  const keys = ref.keys.map((key) => key.toLowerCase());
  const holder = keys[0]?.startsWith("urn:") ? 2 : 1;
  if (!ref.multiValued) return `(r.search #> ${bind(keys)}::text[])`;
  const list = `r.search #> ${bind(keys.slice(0, holder))}::text[]`;
  const rest = keys.slice(holder);
  const item = rest.length > 0 ? `x.item #> ${bind(rest)}::text[]` : "x.item";
  return `(select ${item}
    from jsonb_array_elements(case when jsonb_typeof(${list}) = 'array' then ${list} else '[]' end) with ordinality as x(item, place)
    order by coalesce(x.item -> 'primary' = 'true', false) desc, x.place limit 1)`;
}

function keyOf({ ref }: Sort, value: string): string {
  const text = `nullif(${value} #>> '{}', '')`;
  switch (ref.attribute?.type) {
    case "boolean":
    case "integer":
    case "decimal":
      // Casting in this order is safe: the search document holds what the schema row let through.
      return `(case jsonb_typeof(${value}) when 'number' then (${text})::numeric when 'boolean' then (${text})::boolean::int::numeric end)`;
    case "dateTime":
      return `(${text})::timestamptz`;
    default:
      return `${text} collate "C"`;
  }
}
