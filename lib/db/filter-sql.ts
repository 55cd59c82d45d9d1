import { type FilterTarget, foldFilter } from "#lib/scim/filter/fold.ts";
import type { AttributeRef, CompareOperator, Filter, FilterValue } from "#lib/scim/filter/tree.ts";
import { foldCase } from "#lib/scim/fold-case.ts";
import type { SqlParameter } from "./sql.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Whether `text` can be one of our ids; anything else is answered without asking the database. */
export const isUuid = (text: string) => UUID.test(text);

/** A column that answers a path faster than the search document does. */
interface HotColumn {
  readonly sql: string;
  readonly type: "text" | "folded" | "boolean" | "time" | "uuid";
}

/** SQL for what lives in rows of its own, such as `members.value`: whether one with this id exists. */
type RelatedId = (parameter: string) => string;

/** What a resource's table offers to filters. Keys are paths in lower case, joined by dots. */
export interface FilterTable {
  readonly columns: ReadonlyMap<string, HotColumn>;
  readonly related: ReadonlyMap<string, RelatedId>;
}

const times: [string, HotColumn][] = [
  ["meta.created", { sql: "r.created_at", type: "time" }],
  ["meta.lastmodified", { sql: "r.updated_at", type: "time" }],
];

export const userFilterTable: FilterTable = {
  columns: new Map<string, HotColumn>([
    ["id", { sql: "r.id", type: "uuid" }],
    ["username", { sql: "r.user_name_key", type: "folded" }],
    ["externalid", { sql: "r.external_id", type: "text" }],
    ["active", { sql: "r.active", type: "boolean" }],
    ...times,
  ]),
  related: new Map([
    [
      "groups.value",
      (id) =>
        `exists (select from directory_membership m where m.directory_id = r.directory_id and m.user_id = r.id and m.group_id = ${id}::uuid)`,
    ],
  ]),
};

export const groupFilterTable: FilterTable = {
  columns: new Map<string, HotColumn>([
    ["id", { sql: "r.id", type: "uuid" }],
    ["displayname", { sql: "r.display_name_key", type: "folded" }],
    ["externalid", { sql: "r.external_id", type: "text" }],
    ...times,
  ]),
  related: new Map([
    [
      "members.value",
      (id) =>
        `(exists (select from directory_membership m where m.directory_id = r.directory_id and m.group_id = r.id and m.user_id = ${id}::uuid)
        or exists (select from directory_subgroup s where s.directory_id = r.directory_id and s.group_id = r.id and s.child_group_id = ${id}::uuid))`,
    ],
  ]),
};

/** A condition on the row `r` and the parameters it binds, numbered from `first`. */
export interface FilterSql {
  readonly sql: string;
  readonly parameters: SqlParameter[];
}

/**
 * A filter as SQL. Input only ever becomes a parameter; the text of the statement comes from the tables above.
 * `eq` is an equality on a column or a containment in the search document, so an index answers it.
 * The meaning is that of lib/scim/filter/predicate.ts.
 */
export function filterSql(filter: Filter, table: FilterTable, first: number): FilterSql {
  const parameters: SqlParameter[] = [];
  const bind = (value: SqlParameter) => `$${parameters.push(value) + first - 1}`;
  return { sql: foldFilter(filter, target({ scope: "r.search", table, bind, depth: 0 })), parameters };
}

interface Place {
  /** The jsonb the keys start at: the search document or an element of it. */
  readonly scope: string;
  /** Absent inside an element. */
  readonly table: FilterTable | undefined;
  readonly bind: (value: SqlParameter) => string;
  readonly depth: number;
}

function target(place: Place): FilterTarget<string> {
  return {
    and: (left, right) => `(${left} and ${right})`,
    or: (left, right) => `(${left} or ${right})`,
    not: (operand) => `not ${operand}`,
    compare: (ref, op, value) => compare(place, ref, op, value),
    present: (ref) => present(place, ref),
    element: (ref, filter) => element(place, ref, filter),
  };
}

const pathOf = (ref: AttributeRef) => ref.keys.join(".").toLowerCase();
const folded = (ref: AttributeRef, text: string) => (ref.attribute?.caseExact ? text : foldCase(text));

function compare(place: Place, ref: AttributeRef, op: CompareOperator, value: FilterValue): string {
  if (op === "ne") return `not ${compare(place, ref, "eq", value)}`;
  if (value === null) return `not ${present(place, ref)}`;
  const column = place.table?.columns.get(pathOf(ref));
  if (column) return compareColumn(place, column, op, value);
  const related = place.table?.related.get(pathOf(ref));
  if (related) return op === "eq" && isUuid(String(value)) ? related(place.bind(String(value))) : "false";
  if (op === "eq") return `(${place.scope} @> ${place.bind(containment(ref, value))}::jsonb)`;
  return `exists (select from jsonb_path_query(${place.scope}, ${place.bind(jsonPath(ref.keys))}::jsonpath) as v(item) where ${compareItem(place, ref, op, value)})`;
}

const COMPARISONS = { eq: "=", gt: ">", ge: ">=", lt: "<", le: "<=" } as const;

function compareColumn(
  { bind }: Place,
  column: HotColumn,
  op: CompareOperator,
  value: string | number | boolean,
): string {
  const { sql, type } = column;
  if (type === "boolean")
    return typeof value === "boolean" && op === "eq" ? `(${sql} = ${bind(value)}::boolean)` : "false";
  const text = type === "folded" ? foldCase(String(value)) : String(value);
  if (type === "uuid" && op === "eq") return isUuid(text) ? `(${sql} = ${bind(text)}::uuid)` : "false";
  if (type === "time" && (op === "eq" || op in COMPARISONS)) {
    return `(${sql} ${COMPARISONS[op as keyof typeof COMPARISONS]} ${bind(text)}::timestamptz)`;
  }
  const operand = type === "text" || type === "folded" ? sql : `${sql}::text`;
  return `coalesce(${compareText(operand, op, text, bind)}, false)`;
}

function compareItem(
  { bind }: Place,
  ref: AttributeRef,
  op: CompareOperator,
  value: string | number | boolean,
): string {
  if (typeof value === "number") {
    const comparison = COMPARISONS[op as keyof typeof COMPARISONS];
    if (!comparison) return "false";
    return `case when jsonb_typeof(v.item) = 'number' then (v.item)::numeric ${comparison} ${bind(value)}::numeric else false end`;
  }
  if (typeof value === "boolean") return "false";
  return `jsonb_typeof(v.item) = 'string' and ${compareText("(v.item #>> '{}')", op, folded(ref, value), bind)}`;
}

function compareText(operand: string, op: CompareOperator, text: string, bind: Place["bind"]): string {
  const literal = text.replace(/[\\%_]/g, (character) => `\\${character}`);
  if (op === "co") return `(${operand} like ${bind(`%${literal}%`)}::text)`;
  if (op === "sw") return `(${operand} like ${bind(`${literal}%`)}::text)`;
  if (op === "ew") return `(${operand} like ${bind(`%${literal}`)}::text)`;
  return `(${operand} collate "C" ${COMPARISONS[op as keyof typeof COMPARISONS]} ${bind(text)}::text)`;
}

function present(place: Place, ref: AttributeRef): string {
  const column = place.table?.columns.get(pathOf(ref));
  if (column) return `(${column.sql} is not null)`;
  if (pathOf(ref) === "members" || pathOf(ref) === "groups") return presentRelated(place, pathOf(ref));
  return `jsonb_path_exists(${place.scope}, ${place.bind(`${jsonPath(ref.keys)} ? (@ != null && @ != "")`)}::jsonpath)`;
}

/** `members pr`, `groups pr`. */
function presentRelated({ table }: Place, path: string): string {
  if (table === userFilterTable && path === "groups") {
    return "exists (select from directory_membership m where m.directory_id = r.directory_id and m.user_id = r.id)";
  }
  return `(exists (select from directory_membership m where m.directory_id = r.directory_id and m.group_id = r.id)
    or exists (select from directory_subgroup s where s.directory_id = r.directory_id and s.group_id = r.id))`;
}

function element(place: Place, ref: AttributeRef, filter: Filter): string {
  const related = place.table?.related.get(`${pathOf(ref)}.value`);
  if (related) return foldFilter(filter, relatedTarget(place, related));
  const equalities = conjunction(filter);
  if (equalities) {
    const wanted = Object.assign({}, ...equalities.map(({ keys, value }) => nested(keys, value)));
    return `(${place.scope} @> ${place.bind(JSON.stringify(nested(ref.keys, [wanted])))}::jsonb)`;
  }
  const name = `e${place.depth}`;
  const inner = foldFilter(filter, target({ ...place, scope: name, table: undefined, depth: place.depth + 1 }));
  return `exists (select from jsonb_path_query(${place.scope}, ${place.bind(jsonPath(ref.keys))}::jsonpath) as x${place.depth}(${name}) where ${inner})`;
}

/** `members[value eq "…"]`: only equality of the id makes sense on rows of their own. */
function relatedTarget(place: Place, related: RelatedId): FilterTarget<string> {
  return {
    ...target(place),
    compare: (_ref, op, value) => (op === "eq" && isUuid(String(value)) ? related(place.bind(String(value))) : "false"),
    present: () => "true",
    element: () => "false",
  };
}

interface Equality {
  keys: readonly string[];
  value: string | number | boolean;
}

/** `a eq 1 and b eq 2` as a list; undefined when the filter is anything else. */
function conjunction(filter: Filter): Equality[] | undefined {
  if (filter.kind === "and") {
    const left = conjunction(filter.left);
    const right = conjunction(filter.right);
    return left && right && [...left, ...right];
  }
  if (filter.kind !== "compare" || filter.op !== "eq" || filter.value === null) return undefined;
  const { ref, value } = filter;
  return [{ keys: ref.keys, value: typeof value === "string" ? folded(ref, value) : value }];
}

/** The smallest document that contains the value at the path; the attribute on the way that is multi-valued is a list. */
function containment(ref: AttributeRef, value: string | number | boolean): string {
  const wanted = typeof value === "string" ? folded(ref, value) : value;
  if (!ref.multiValued) return JSON.stringify(nested(ref.keys, wanted));
  const simple = ref.attribute?.multiValued === true;
  const [last, ...before] = [...ref.keys].reverse();
  const path = before.reverse();
  return JSON.stringify(simple ? nested(ref.keys, [wanted]) : nested(path, [nested([last ?? ""], wanted)]));
}

function nested(keys: readonly string[], value: unknown): Record<string, unknown> {
  const [last, ...before] = [...keys].reverse().map((key) => key.toLowerCase());
  let document: Record<string, unknown> = { [last ?? ""]: value };
  for (const key of before) document = { [key]: document };
  return document;
}

/** A jsonpath in lax mode, which walks through lists by itself. Keys are quoted as JSON strings and bound as a parameter. */
const jsonPath = (keys: readonly string[]) =>
  `$${keys.map((key) => `.${JSON.stringify(key.toLowerCase())}[*]`).join("")}`;
