import type { ListRequest, ListResult, ResourceRow } from "#lib/directory/rows.ts";
import type { Filter } from "#lib/scim/filter/tree.ts";
import type { StoredResource } from "#lib/scim/resource.ts";
import { guarded } from "./failure.ts";
import { filterSql, isUuid } from "./filter-sql.ts";
import type { FilterTable } from "./filter-tables.ts";
import { sortSql } from "./sort-sql.ts";
import type { Sql, SqlParameter } from "./sql.ts";
import { together } from "./together.ts";

/** A table whose rows are resources of directories, called `r` in columns and filters. */
export interface ResourceTable {
  readonly name: "directory_user" | "directory_group";
  readonly filters: FilterTable;
  /** SQL of the number of all in directory $1, where it is kept; else they are counted. */
  readonly counted?: string;
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
  const [row] = await guarded(() => together<Loaded>(sql, statement, [directoryId, id]));
  return row && toRow<Row>(row);
}

/** Resources that a look-up may be asked for and still be small. */
const LOOK_UP_MAX = 200;

/** What IdPs match by: hardly anybody shares a value of these. */
const MATCHED_BY: ReadonlySet<string> = new Set(["id", "userName", "externalId", "displayName", "emails"]);

/**
 * Which of these the filter asks for, when it means one or two people or groups whom an index finds: what an IdP asks before
 * it writes. Undefined for any other filter, such as one by the type of an e-mail address.
 */
function matchedBy(filter: Filter): string | undefined {
  if (filter.kind === "element") {
    const names = equalities(filter.filter);
    return filter.ref.keys[0] === "emails" && names?.includes("value") ? "emails" : undefined;
  }
  if (filter.kind !== "compare" || filter.op !== "eq" || typeof filter.value !== "string") return undefined;
  const [key = "", part = "value"] = filter.ref.keys;
  return MATCHED_BY.has(key) && part === "value" ? key : undefined;
}

/** What is compared in such as `type eq "work" and value eq "ann@example.com"`; undefined when there is anything else in it. */
function equalities(filter: Filter): string[] | undefined {
  if (filter.kind === "and") {
    const left = equalities(filter.left);
    const right = equalities(filter.right);
    return left && right && [...left, ...right];
  }
  const isEqual = filter.kind === "compare" && filter.op === "eq" && filter.value !== null;
  return isEqual ? [filter.ref.keys.join(".")] : undefined;
}

/** A row of a page; the id is null where the page is empty and only the total is told. */
type Counted = Loaded & { total: number | null };

/** Whether a look-up wants its first page, and so few that they are answered together with those of others. */
const isFirstOfFew = ({ sort, offset, after, count }: ListRequest) =>
  !sort && offset === 0 && !after && count > 0 && count <= LOOK_UP_MAX;

/**
 * The first page of a look-up. The rows themselves are kept until they are counted, which takes a quarter less than finding
 * them again by their ids: so not where they may be many, as people of one display name may.
 */
function lookUp(
  sql: Sql,
  { name, filters }: ResourceTable,
  { directoryId, filter, count }: { directoryId: string; filter: Filter; count: number },
  columns: string,
): Promise<Counted[]> {
  const condition = filterSql(filter, filters, 3, { isLookUp: true });
  const statement = `
    with matched as materialized (select r.* from ${name} r where r.directory_id = $1 and ${condition.sql})
    select (select count(*)::int from matched) as total, ${columns} from matched r order by r.id limit $2`;
  return together(sql, statement, [directoryId, count, ...condition.parameters]);
}

/**
 * What a filter finds is found once, before it is counted, ordered and cut: a planner that is told LIMIT first may walk
 * through everybody in the hope of meeting enough of them.
 */
function searchPage(
  sql: Sql,
  { name, filters, counted }: ResourceTable,
  { directoryId, request }: { directoryId: string; request: ListRequest },
  columns: string,
): Promise<Counted[]> {
  const { filter, sort, offset, after, count, total } = request;
  const parameters: SqlParameter[] = [directoryId, count, offset, after && isUuid(after) ? after : null];
  const isSmall = filter !== undefined && matchedBy(filter) !== undefined && count <= LOOK_UP_MAX;
  const condition = filter && filterSql(filter, filters, parameters.length + 1, { isLookUp: isSmall });
  parameters.push(...(condition?.parameters ?? []));
  const order = sortSql(sort, filters, parameters.length + 1);
  parameters.push(...order.parameters);
  const all = `${name} r where r.directory_id = $1`;
  const cut = `order by ${order.key ? `m.key ${order.direction}, m.id` : `m.id ${order.direction}`} limit $2 offset $3`;
  const everybody = counted ?? `(select count(*)::int from ${all})`;
  const found = condition ? "(select count(*)::int from matched)" : everybody;
  const number = total === undefined ? found : "null::int";
  const matched = `select r.id${order.key ? `, ${order.key} as key` : ""} from ${all}`;
  const statement = `
    with matched as ${condition ? `materialized (${matched} and ${condition.sql})` : `not materialized (${matched})`}
    select t.total, p.* from (select ${number} as total) t
    left join lateral (
      select ${columns} from (
        select m.*, row_number() over () as place from (
          select m.* from matched m where $4::uuid is null or m.id > $4::uuid ${cut}
        ) m
      ) m join ${name} r on r.directory_id = $1 and r.id = m.id order by m.place
    ) p on true`;
  return isSmall ? together(sql, statement, parameters) : sql.query(statement, parameters);
}

/** One page and the number of all matches, in one round trip. */
export async function listRows<Row extends ResourceRow>(
  sql: Sql,
  table: ResourceTable,
  directoryId: string,
  request: ListRequest,
  extraColumns: readonly string[],
): Promise<ListResult<Row>> {
  const { filter, count } = request;
  const columns = [COLUMNS, ...extraColumns].join(", ");
  const isKeyed = filter !== undefined && table.filters.keys.has(matchedBy(filter) ?? "") && isFirstOfFew(request);
  const rows = await guarded(() =>
    isKeyed
      ? lookUp(sql, table, { directoryId, filter, count }, columns)
      : searchPage(sql, table, { directoryId, request }, columns),
  );
  const page = rows.filter(({ id }) => id !== null).map(({ total: _, ...row }) => toRow<Row>(row as Loaded));
  return { totalResults: request.total ?? rows[0]?.total ?? 0, rows: page };
}
