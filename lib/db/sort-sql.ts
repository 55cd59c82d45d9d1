import type { Sort } from "#lib/scim/sort.ts";
import { type FilterTable, inCodePointOrder } from "./filter-tables.ts";
import type { SqlParameter } from "./sql.ts";

/** What rows `r` are ordered by before their ids, and the parameters it binds, numbered from `first`. */
export interface SortSql {
  /** Absent: by the ids alone. */
  readonly key: string | undefined;
  readonly direction: "asc" | "desc";
  readonly parameters: SqlParameter[];
}

/**
 * The order that lib/scim/sort.ts means: texts as they are folded in the search document and by code point, of a
 * multi-valued attribute the primary value or else the first, absent values last when ascending and first when
 * descending, which is what PostgreSQL does with nulls.
 */
export function sortSql(sort: Sort | undefined, table: FilterTable, first: number): SortSql {
  if (!sort) return { key: undefined, direction: "asc", parameters: [] };
  const direction = sort.descending ? "desc" : "asc";
  const path = sort.ref.keys.join(".").toLowerCase();
  // An address ends in the id, and all that comes before is the same.
  if (path === "meta.location") return { key: undefined, direction, parameters: [] };
  const column = table.columns.get(path);
  if (column) {
    const isText = column.type === "text" || column.type === "folded";
    return { key: isText ? inCodePointOrder(column.sql) : column.sql, direction, parameters: [] };
  }
  const parameters: SqlParameter[] = [];
  const value = valueAt(sort, table, (key) => `$${parameters.push(key) + first - 1}::text`);
  return { key: `(select ${keyOf(sort)} from (select ${value} as v) s)`, direction, parameters };
}

/** Goes down key by key. Where no schema says so, anything on the way may be a list too; one element stands for it. */
function valueAt({ ref }: Sort, table: FilterTable, bind: (key: string) => string): string {
  const keys = ref.keys.map((key) => key.toLowerCase());
  const document = table.documents.get(keys[0] ?? "") ?? "r.search";
  const mayBeList = ref.multiValued || keys[0]?.startsWith("urn:");
  return keys.reduce((value, key) => {
    const inner = `(${value} -> ${bind(key)})`;
    return mayBeList ? chosenOf(inner) : inner;
  }, document);
}

const chosenOf = (value: string) => `(select case jsonb_typeof(c.v) when 'array' then (
      select x.item from jsonb_array_elements(c.v) with ordinality as x(item, place)
      order by coalesce(x.item -> 'primary' = 'true', false) desc, x.place limit 1
    ) else c.v end from (select ${value} as v offset 0) c)`;

function keyOf({ ref }: Sort): string {
  const text = "nullif(s.v #>> '{}', '')";
  switch (ref.attribute?.type) {
    case "boolean":
    case "integer":
    case "decimal":
      return `case jsonb_typeof(s.v) when 'number' then (${text})::numeric when 'boolean' then (${text})::boolean::int::numeric end`;
    default:
      return `case when jsonb_typeof(s.v) in ('string', 'number', 'boolean') then ${text} end collate "C"`;
  }
}
